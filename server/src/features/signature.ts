import {
  type AnyContext,
  type Clause,
  clausesIn,
  formsFor,
  isValueKind,
  LEGACY_STATEMENTS,
  LEGACY_VERSION,
  legacyClausesIn,
  STATEMENTS,
  type Token,
  TokenType,
  type Version,
} from '@smtpd-conf/grammar';
import type { Snapshot } from '../snapshot.js';
import { continuations } from './completion/continuations.js';
import { completionSite } from './completion/site.js';

interface Signature {
  readonly label: string;
  readonly documentation: string;
  readonly parameters: readonly string[];
}

export interface SignatureHelp {
  readonly signatures: readonly Signature[];
  readonly activeSignature: number;
  readonly activeParameter: number;
}

/** The forms of the clauses that may be being written at an offset, and the part that comes next; or those of the statement. */
export function signatureHelp(snapshot: Snapshot, offset: number): SignatureHelp | undefined {
  const site = completionSite(snapshot, offset);
  if (site === undefined || site.before.length === 0) return undefined;
  const { version } = snapshot.settings.target;
  const open = continuations(site.before, version).flatMap((way) =>
    way.type === 'value'
      ? [way.clause]
      : way.type === 'keyword' && way.clause && begun(way.clause, site.before)
        ? [way.clause]
        : [],
  );
  const clauses = [...new Set(open)];
  if (clauses.length === 0) return statementHelp(site.before, version);
  const words = Math.max(...clauses.map((clause) => begunWords(clause, beforeOpened(site.before))));
  const forms = clauses.flatMap((clause) => formsFor(clause, version).map(({ parts }) => ({ parts, doc: clause.doc })));
  return {
    signatures: forms.map(({ parts, doc }) => signature(parts, doc)),
    activeSignature: Math.max(
      0,
      forms.findIndex(({ parts }) => isNext(parts[words], site.typed)),
    ),
    activeParameter: words,
  };
}

function signature(parts: readonly string[], documentation: string): Signature {
  return { label: parts.join(' '), documentation, parameters: [...parts] };
}

/** What stands before the bracket or brace that is open at the end, if one is. */
function beforeOpened(before: readonly Token[]): readonly Token[] {
  const opened = before.findLastIndex(({ type }) => BRACKETS.has(type));
  const type = before[opened]?.type;
  return type === TokenType.AngleOpen || type === TokenType.BraceOpen ? before.slice(0, opened) : before;
}

const BRACKETS: ReadonlySet<number> = new Set([
  TokenType.AngleOpen,
  TokenType.AngleClose,
  TokenType.BraceOpen,
  TokenType.BraceClose,
]);

/** How many parts of a clause stand at the end of what was written. */
function begunWords(clause: Clause<AnyContext>, before: readonly Token[]): number {
  let most = 0;
  for (const { parts } of clause.forms) {
    for (let start = 0; start < before.length; start += 1) most = Math.max(most, partsFrom(start, parts, before));
  }
  return most;
}

/** How many parts of a form stand from a token to the last one; 0 where those are something else. */
function partsFrom(start: number, parts: readonly string[], before: readonly Token[]): number {
  let at = start;
  for (const [count, part] of parts.entries()) {
    const token = before[at];
    // Limits and delays go on as long as anybody likes.
    if (token === undefined || part === 'LIMITS' || part === 'DELAYS') return count;
    if (!isValueKind(part) && token.text !== part) return 0;
    const close = isValueKind(part) ? CLOSING.get(token.type) : undefined;
    if (close !== undefined) at = before.findIndex(({ type }, index) => index > at && type === close);
    at += 1;
  }
  return at === before.length ? parts.length : 0;
}

const CLOSING: ReadonlyMap<number, number> = new Map<number, number>([
  [TokenType.AngleOpen, TokenType.AngleClose],
  [TokenType.BraceOpen, TokenType.BraceClose],
]);

function begun(clause: Clause<AnyContext>, before: readonly Token[]): boolean {
  return begunWords(clause, before) > 0;
}

/** Whether a part is what comes next: a value, or the keyword that is typed already in part. */
function isNext(part: string | undefined, typed: string): boolean {
  return part !== undefined && (typed === '' ? isValueKind(part) : part.startsWith(typed));
}

function wordsOf(parts: readonly string[]): number {
  return parts.length + parts.filter((part) => part === 'PAIR').length;
}

function statementHelp(before: readonly Token[], version: Version): SignatureHelp | undefined {
  const keyword = before[0]?.text ?? '';
  const statements: Readonly<Record<string, { syntax: string | readonly string[]; doc: string }>> =
    version === LEGACY_VERSION ? LEGACY_STATEMENTS : STATEMENTS;
  const statement = Object.hasOwn(statements, keyword) ? statements[keyword] : undefined;
  if (statement) {
    const { syntax, doc } = statement;
    const forms = (typeof syntax === 'string' ? [syntax] : syntax).map((form) =>
      form.replace(/^\d\S* /, '').split(' '),
    );
    // Entries of a table go on; whatever else follows is no part of these forms.
    const written = Math.max(...forms.map(wordsOf));
    if (keyword !== 'table' && before.length >= written) return undefined;
    return {
      signatures: forms.map((parts) => signature(parts, doc)),
      activeSignature: 0,
      activeParameter: Math.min(before.length, (forms[0]?.length ?? 1) - 1),
    };
  }
  const settings = (
    version === LEGACY_VERSION ? legacyClausesIn('legacy-setting', version) : clausesIn('setting')
  ).filter(({ forms }) => forms[0]?.parts[0] === keyword);
  if (settings.length === 0) return undefined;
  const forms = settings.flatMap((clause) => clause.forms.map(({ parts }) => ({ parts, doc: clause.doc, clause })));
  const words = forms.map(({ clause }) => begunWords(clause, before));
  const most = Math.max(...words);
  return {
    signatures: forms.map(({ parts, doc }) => signature(parts, doc)),
    activeSignature: words.indexOf(most),
    activeParameter: most,
  };
}
