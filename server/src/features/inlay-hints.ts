import type { ListenStatement, MatchStatement, RuleStatement, Span, TableStatement } from '@smtpd-conf/grammar';
import { documentOf, type Snapshot } from '../snapshot.js';
import { listenerFacts } from './listener-facts.js';
import { extentOf } from './statement-at.js';
import { sizeText } from './table-facts.js';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** What is true of statements in a range although it is not written: defaults of rules, ports, sizes of tables. */
export function inlayHints(snapshot: Snapshot, range: Span): readonly InlayHint[] {
  if (!snapshot.settings.inlayHints) return [];
  return documentOf(snapshot).statements.flatMap((statement) => {
    const { start, end } = extentOf(statement);
    if (end < range.start || start > range.end || statement.error !== undefined) return [];
    switch (statement.kind) {
      case 'match':
      case 'rule':
        return ruleHints(statement);
      case 'listen':
        return listenerHints(statement, snapshot);
      case 'table':
        return tableHints(statement, snapshot);
      default:
        return [];
    }
  });
}

function ruleHints({ criteria, tokens }: MatchStatement | RuleStatement): readonly InlayHint[] {
  const [keyword] = tokens;
  if (keyword === undefined) return [];
  const says = (prefix: string): boolean => criteria.some(({ id }) => id.startsWith(prefix));
  const implied = [...(says('match.from-') ? [] : ['from local']), ...(says('match.for-') ? [] : ['for local'])];
  if (implied.length === 0) return [];
  const tooltip = `The rule does not say, so the daemon reads: ${implied.join(' ')}.`;
  return [{ offset: keyword.end, label: implied.join(' '), tooltip }];
}

function listenerHints(statement: ListenStatement, snapshot: Snapshot): readonly InlayHint[] {
  const { on, options } = statement;
  const facts = listenerFacts(statement, snapshot);
  if (on === undefined || facts === undefined) return [];
  const port = options.some(({ id }) => id === 'listen.port') ? '' : `port ${facts.port}, `;
  return [{ offset: on.end, label: `${port}${facts.mode}`, tooltip: facts.sentence }];
}

function tableHints({ name, config, entries, tokens }: TableStatement, { project }: Snapshot): readonly InlayHint[] {
  const rows = name && project.analysis.state.tables.find(name.text)?.entries;
  const last = tokens.at(-1);
  // A list that one sees whole needs no counting.
  if (rows === undefined || last === undefined || (config === undefined && (entries?.entries.length ?? 0) < 6))
    return [];
  return [
    { offset: last.end, label: sizeText(rows.length), tooltip: `Table ${name?.text} has ${sizeText(rows.length)}.` },
  ];
}
