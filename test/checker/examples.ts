import {
  type Example,
  type ExampleFile,
  type Finding,
  type LintOptions,
  lint,
  type RuleMeta,
} from '../../checker/src/index.js';
import { type Analysis, analyze, describedWorld, type WorldDescription } from '../../compiler/src/index.js';
import { NEWEST, Source, VERSIONS, type Version } from '../../grammar/src/index.js';
import { CERTIFICATE_TEXT, KEY_TEXT } from '../support/certificate.js';

/** What the examples of rules may name without bringing it along. */
const CERTIFICATE = '/etc/ssl/mx.crt';
const KEY = '/etc/ssl/private/mx.key';

/** The files beside an example: its own, and the certificate and the key that most listeners want. */
export function filesOf(example: Example): Readonly<Record<string, ExampleFile>> {
  const own = Object.entries(example.files ?? {}).map(
    ([path, text]) => [path, typeof text === 'string' ? { text } : text] as const,
  );
  return {
    [CERTIFICATE]: { text: CERTIFICATE_TEXT },
    [KEY]: { text: KEY_TEXT, mode: '0600' },
    ...Object.fromEntries(own),
  };
}

/** The host that the examples are for. */
export const EXAMPLE_HOST: WorldDescription = {
  hostname: 'mx.example.org',
  // Certificates of tests hold then.
  clock: '2027-01-01T00:00:00Z',
  interfaces: { lo: ['127.0.0.1', '::1'], eth0: ['192.0.2.1', '2001:db8::1'] },
  hosts: { localhost: ['127.0.0.1', '::1'], 'mx.example.org': ['192.0.2.1'] },
};

export interface ExampleOptions extends LintOptions {
  readonly version?: Version;
  readonly platform?: 'linux' | 'openbsd' | 'freebsd';
}

/** Every finding in an example, on the example host. */
export function lintExample(example: Example, options: ExampleOptions = {}): Finding[] {
  return lint(analyzeExample(example, options), options);
}

/** An example, read on the example host. */
export function analyzeExample(example: Example, options: ExampleOptions = {}): Analysis {
  const world = describedWorld({ ...EXAMPLE_HOST, files: filesOf(example) });
  const target = { version: options.version ?? NEWEST, platform: options.platform ?? 'linux' };
  return analyze(new Source('smtpd.conf', example.text), world, target);
}

/** The newest release that a rule holds for. */
export function newestFor({ versions }: Pick<RuleMeta, 'versions'>): Version {
  const until = versions?.until;
  if (until === undefined) return NEWEST;
  return VERSIONS[(VERSIONS as readonly string[]).indexOf(until) - 1] ?? NEWEST;
}

/** What a finding underlines. */
export function underlined({ span }: Finding): string {
  return span.source.text.slice(span.start, span.end);
}
