import { RULES } from '@smtpd-conf/checker';
import { extentOf, statementAt } from '../statement-at.js';
import type { ActionSource } from './code-action.js';
import { findingsAt } from './findings-at.js';
import { lineEnd, lineStart } from './lines.js';

const OURS: ReadonlySet<string> = new Set(RULES.map(({ meta }) => meta.id));

/** A comment before the statement that silences a rule there. Errors of the daemon's own cannot be silenced. */
export const disableRule: ActionSource = (snapshot, selection) => {
  const { source } = snapshot;
  const found = findingsAt(snapshot, selection).filter(({ rule }) => OURS.has(rule));
  return found.map((finding) => {
    const statement = statementAt(snapshot, finding.span.start);
    const start = lineStart(source, statement ? extentOf(statement).start : finding.span.start);
    const text = `# smtpd-lint disable-next-line=${finding.rule} -- say why${lineEnd(source)}`;
    return {
      title: `Disable ${finding.rule} for this statement, with a reason`,
      kind: 'quickfix',
      edits: [{ source, start, end: start, text }],
      finding,
    };
  });
};
