import { valueTokens } from '@smtpd-conf/compiler';
import type { ClauseNode, Span, Statement, Token } from '@smtpd-conf/grammar';
import type { Snapshot } from '../snapshot.js';
import { extentOf, statementAt, tokenAt } from './statement-at.js';

/** What an editor may select step by step around an offset: the smallest first, each one within the next. */
export function selectionRanges(snapshot: Snapshot, offset: number): readonly Span[] {
  const all: Span = { start: 0, end: snapshot.source.text.length };
  const statement = statementAt(snapshot, offset);
  if (statement === undefined) return [lineOf(snapshot, offset), all].filter(grows);
  const token = tokenAt(statement, offset);
  const spans: Span[] = [];
  if (token) {
    if (token.quoted && token.end - token.start >= 2) spans.push({ start: token.start + 1, end: token.end - 1 });
    spans.push(token);
  }
  for (const clause of clausesOf(statement)) {
    const value = clause.value && spanOf(valueTokens(clause.value));
    const whole = spanOf([
      ...(clause.negation ? [clause.negation] : []),
      ...clause.words,
      ...valueTokens(clause.value),
    ]);
    if (value && contains(value, offset)) spans.push(value);
    if (whole && contains(whole, offset)) spans.push(whole);
  }
  return [...spans, extentOf(statement), all].filter((span) => contains(span, offset)).filter(grows);
}

function grows(span: Span, index: number, spans: readonly Span[]): boolean {
  const before = spans[index - 1];
  return before === undefined || span.start < before.start || span.end > before.end;
}

function lineOf({ source }: Snapshot, offset: number): Span {
  const { line } = source.lines.positionAt(offset);
  const start = source.lines.offsetAt({ line, column: 1 });
  return { start, end: start + source.lines.lineText(line).length };
}

function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function spanOf(tokens: readonly Token[]): Span | undefined {
  if (tokens.length === 0) return undefined;
  return { start: Math.min(...tokens.map(({ start }) => start)), end: Math.max(...tokens.map(({ end }) => end)) };
}

/** The clauses of a statement, in the order written as far as the language has one. */
export function clausesOf(statement: Statement): readonly ClauseNode[] {
  const present = (...nodes: readonly (ClauseNode | undefined)[]): ClauseNode[] =>
    nodes.filter((node) => node !== undefined);
  switch (statement.kind) {
    case 'setting':
      return present(statement.setting);
    case 'pki':
    case 'ca':
    case 'proc':
    case 'listen':
      return statement.options;
    case 'action':
      return [...present(statement.method), ...statement.options];
    case 'match':
      return [...statement.criteria, ...present(statement.outcome)];
    case 'rule':
      return [...statement.criteria, ...statement.action];
    case 'filter':
      return [
        ...present(statement.form, statement.phase, statement.condition, statement.decision),
        ...statement.options,
      ];
    default:
      return [];
  }
}
