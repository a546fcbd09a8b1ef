import type { Finding } from '@smtpd-conf/checker';
import type { Analysis, Problem } from '@smtpd-conf/compiler';

/** What is found where a file or a name of the host is not there: no fact for a server that sees only what is open. */
const OF_FILES: ReadonlySet<string> = new Set(['include-unreadable', 'table-file', 'table-db-unreadable', 'pki-file']);
const OF_HOST: ReadonlySet<string> = new Set([
  'interface-unknown',
  'listen-address-absent',
  'no-listener',
  'host-name',
  'table-backend',
  'filter-proc-broken',
]);

/** What may not be so once an included file is read. */
const WITHOUT_INCLUDE = /^(?:undefined-|unused-|macro-undefined$|name-misspelled$|no-rules$|no-local-outbound$)/;

const WHY: readonly (readonly [rules: ReadonlySet<string>, message: string])[] = [
  [
    OF_FILES,
    'This file is not looked at: in the browser, only files that are open are. Open it too, or use VS Code on a computer.',
  ],
  [OF_HOST, 'This is not looked at: the browser knows nothing of the host. Use VS Code on a computer.'],
];

/** Findings where nothing of the system can be seen: what rests on that is said to be unknown, and what only follows from it not at all. */
export function withoutGuesses(findings: readonly Finding[]): readonly Finding[] {
  const isPart = findings.some(({ rule }) => rule === 'include-unreadable');
  return findings.flatMap((finding): Finding[] => {
    if (isPart && WITHOUT_INCLUDE.test(finding.rule)) return [];
    const why = WHY.find(([rules]) => rules.has(finding.rule));
    return why ? [{ ...finding, severity: 'info', message: why[1], related: [], fixes: [] }] : [finding];
  });
}

/** The errors that are facts there, and those that are not known to be any. */
export function errorsKnown({ problems }: Analysis, seesSystem: boolean): { known: Problem[]; unknown: Problem[] } {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (seesSystem) return { known: errors, unknown: [] };
  const isPart = errors.some(({ id }) => id === 'include-unreadable');
  const isGuess = ({ id }: Problem): boolean =>
    OF_FILES.has(id) || OF_HOST.has(id) || (isPart && WITHOUT_INCLUDE.test(id));
  return { known: errors.filter((one) => !isGuess(one)), unknown: errors.filter(isGuess) };
}
