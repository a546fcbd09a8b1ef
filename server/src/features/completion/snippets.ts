// biome-ignore-all lint/suspicious/noTemplateCurlyInString: places to fill in are written so in LSP.
import { parse, type Version } from '@smtpd-conf/grammar';
import type { CompletionItem } from './completion-item.js';

type Snippet = Omit<CompletionItem, 'start' | 'end'>;

const snippet = (label: string, documentation: string, text: string): Snippet => ({
  label,
  kind: 'snippet',
  documentation,
  text,
  snippet: true,
});

/** Those of which a release can read what they give, as it stands. */
export function snippetsFor(version: Version): readonly Snippet[] {
  let known = BY_VERSION.get(version);
  if (known === undefined) {
    known = SNIPPETS.filter(({ text }) => {
      const { ast, errors } = parse(`${filledIn(text)}\n`, { version });
      return errors.length === 0 && ast.statements.every(({ legacy }) => legacy === undefined);
    });
    BY_VERSION.set(version, known);
  }
  return known;
}

const BY_VERSION = new Map<Version, readonly Snippet[]>();

/** A snippet's text with its places filled as they stand. */
function filledIn(text: string): string {
  const inner = text.replace(/\$\{\d+:([^${}]*)\}/g, '$1').replace(/\$\d/g, '');
  return inner === text ? inner : filledIn(inner);
}

/** Statements as they are mostly written, with places to fill in. */
const SNIPPETS: readonly Snippet[] = [
  snippet('table file', 'A table in a file of its own.', 'table ${1:name} file:${2:/etc/mail/${1:name}}$0'),
  snippet('table inline', 'A table with its entries in place.', 'table ${1:name} { "${2:entry}" }$0'),
  snippet(
    'listen with STARTTLS',
    'A listener for mail from elsewhere.',
    'listen on ${1:0.0.0.0} tls pki ${2:mail.example.org}$0',
  ),
  snippet(
    'listen for submission',
    'A listener for users who log in.',
    'listen on ${1:0.0.0.0} port submission tls-require pki ${2:mail.example.org} auth$0',
  ),
  snippet('action maildir', 'Deliver to maildirs.', 'action "${1:local}" maildir alias <${2:aliases}>$0'),
  snippet('action relay', 'Send to other servers.', 'action "${1:outbound}" relay$0'),
  snippet(
    'action smarthost',
    'Send through a server that wants a login.',
    'action "${1:outbound}" relay host smtp+tls://${2:label}@${3:smtp.example.net} auth <${4:secrets}>$0',
  ),
  snippet(
    'match domain',
    'Take mail for a domain.',
    'match from any for domain "${1:example.org}" action "${2:local}"$0',
  ),
  snippet('match outgoing', 'Relay what this host sends.', 'match from local for any action "${1:outbound}"$0'),
  snippet(
    'match authenticated',
    'Relay what users send who logged in.',
    'match from any auth for any action "${1:outbound}"$0',
  ),
  snippet(
    'filter builtin',
    'Refuse by a condition.',
    'filter "${1:name}" phase ${2:connect} match ${3:!rdns} disconnect "550 ${4:text}"$0',
  ),
  snippet(
    'accept domain',
    'Take mail for a domain.',
    'accept from any for domain "${1:example.org}" alias <${2:aliases}> deliver to maildir$0',
  ),
  snippet('accept outgoing', 'Relay what this host sends.', 'accept from local for any relay$0'),
  snippet(
    'accept smarthost',
    'Send through a server that wants a login.',
    'accept from local for any relay via "tls+auth://${1:label}@${2:smtp.example.net}" auth <${3:secrets}>$0',
  ),
  snippet('reject sender', 'Refuse what a sender sends.', 'reject from any sender <${1:blocked}>$0'),
  snippet('filter process', 'A filter in a process of its own.', 'filter "${1:name}" proc-exec "${2:command}"$0'),
];
