import { CAPABILITIES } from '../../../server/src/connection/capabilities.js';
import { advertised, PROTOCOL_METHODS } from './advertised.js';
import { EXERCISES, HEARD, LIFE } from './exercises.js';

/** docs/lsp.md: what the server advertises, and what the exercises show of each. */
export function methodPage(): string {
  const capabilityOf = new Map(PROTOCOL_METHODS.map(({ method, capability }) => [method, capability]));
  const offered = new Set(advertised(CAPABILITIES));
  const shows = new Map(EXERCISES.map((exercise) => [exercise.method, exercise.shows]));
  const own = EXERCISES.filter(({ method }) => method.startsWith('smtpd/'));
  const lsp = EXERCISES.filter(({ method }) => !method.startsWith('smtpd/'));
  const lacking = PROTOCOL_METHODS.filter(
    ({ method, fromServer, capability }) =>
      !fromServer && capability !== undefined && !offered.has(method) && !shows.has(method),
  );
  return [
    '<!-- npm run docs:lsp writes this page from what the server advertises and what test/server/wire exercises. -->',
    '# The language server, method by method',
    '',
    'A client without an editor sends each of these messages over the wire and holds the answer against what is expected;',
    'a method that the server advertises and no exercise sends fails the tests. [editors.md](editors.md) sets up editors.',
    '',
    'Positions are UTF-16 code units, whatever other encodings a client offers. Lines end as LSP has them: LF, CR LF or CR.',
    '',
    '## From the client',
    '',
    ...table(
      ['method', 'advertised as', 'what the exercise shows'],
      lsp.map(({ method, shows }) => [`\`${method}\``, code(capabilityOf.get(method), offered.has(method)), shows]),
    ),
    '',
    '## From the server',
    '',
    ...table(
      ['method', 'when'],
      HEARD.map(({ method, shows }) => [`\`${method}\``, shows]),
    ),
    '',
    '## Beginning, ending, cancelling',
    '',
    ...table(
      ['method', 'what the tests show'],
      LIFE.map(({ method, shows }) => [`\`${method}\``, shows]),
    ),
    '',
    '## Beyond LSP',
    '',
    'Named in the capability `experimental.requests`; `server/src/requests.ts` has their params and results.',
    '',
    ...table(
      ['method', 'what the exercise shows'],
      own.map(({ method, shows }) => [`\`${method}\``, shows]),
    ),
    '',
    '## Not offered',
    '',
    'Of what LSP has, these have nothing to say about smtpd.conf, or are said by another method:',
    '',
    `${lacking.map(({ method }) => `\`${method}\``).join(', ')}.`,
    '',
  ].join('\n');
}

function code(capability: string | undefined, offered: boolean): string {
  return offered && capability !== undefined ? `\`${capability}\`` : 'registered by the server';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
