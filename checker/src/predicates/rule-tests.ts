import type { CompileState, TableState } from '@smtpd-conf/compiler';
import { entriesDisjoint, entryCovers, type KeyKind, keyMatches, regexMatches } from './keys.js';

/** A rule while its tables are still at hand (RuleState of the compiler). */
export type Rule = CompileState['rules'][number];
export type RuleTest = NonNullable<Rule['mailFrom']>;
export type Tables = CompileState['tables'];

/** `unknown` where only the running daemon can tell: tables that the configuration does not hold. */
export type Answer = 'yes' | 'no' | 'unknown';

/** Expressions that match anything. */
const ANYTHING: ReadonlySet<string> = new Set(['', '.*', '^.*$', '^.*', '.*$', '^']);
/** And anything but nothing: of all that is looked up only a tag can be empty. */
const SOMETHING: ReadonlySet<string> = new Set([...ANYTHING, '.', '.+', '^.+$', '^.', '.$']);

/** The keys of a test's table; undefined where they cannot be known. */
export function keysOfTest(test: RuleTest, tables: Tables): readonly string[] | undefined {
  return tableOfTest(test, tables)?.keys;
}

/** The table of a test; undefined where it has none. */
export function tableOfTest({ table }: RuleTest, tables: Tables): TableState | undefined {
  return typeof table === 'string' ? tables.find(table) : table;
}

/** Whether a test lets an envelope through whose value is `key`. Not for tests without a table. */
export function answer(kind: KeyKind, test: RuleTest, key: string, tables: Tables): Answer {
  const keys = keysOfTest(test, tables);
  if (keys === undefined) return 'unknown';
  const found = keys.some((entry) => (test.regex ? regexMatches(entry, key) : keyMatches(kind, key, entry)));
  return found !== test.negated ? 'yes' : 'no';
}

/** The same for one of a few keys that all rules are asked about, over and over: what was found out of a table is kept. */
export function answerAgain(kind: KeyKind, test: RuleTest, key: string, tables: Tables): Answer {
  const keys = keysOfTest(test, tables);
  if (keys === undefined) return 'unknown';
  if (keys.length <= FEW) return answer(kind, test, key, tables);
  const known = ANSWERS.get(keys) ?? new Map<string, Answer>();
  ANSWERS.set(keys, known);
  const question = `${kind} ${test.regex} ${test.negated} ${key}`;
  const again = known.get(question) ?? answer(kind, test, key, tables);
  known.set(question, again);
  return again;
}

/** Looking among so many costs no more than remembering. */
const FEW = 8;
const ANSWERS = new WeakMap<readonly string[], Map<string, Answer>>();

/** Whether `wide` lets through all that `narrow` lets through, where both ask for the same. False where that is unknown. */
export function covers(
  kind: KeyKind,
  wide: RuleTest | undefined,
  narrow: RuleTest | undefined,
  tables: Tables,
): boolean {
  if (wide === undefined) return true;
  if (wide.table === undefined) return narrow !== undefined && presenceCovers(wide, narrow);
  const a = keysOfTest(wide, tables);
  if (isUniversal(kind, wide, a)) return true;
  if (narrow === undefined || narrow.table === undefined) return false;
  if (sameTest(wide, narrow)) return true;
  const b = keysOfTest(narrow, tables);
  if (a === undefined || b === undefined) return false;
  if (wide.regex || narrow.regex) {
    return wide.regex && narrow.regex && !wide.negated && !narrow.negated && b.every((key) => a.includes(key));
  }
  if (!wide.negated && !narrow.negated) return b.every((key) => a.some((entry) => entryCovers(kind, entry, key)));
  if (wide.negated && narrow.negated) return a.every((key) => b.some((entry) => entryCovers(kind, entry, key)));
  return wide.negated && a.every((key) => b.every((entry) => entriesDisjoint(kind, key, entry)));
}

/** `auth` and `from rdns` without a table ask only whether there is anything. */
function presenceCovers(wide: RuleTest, narrow: RuleTest): boolean {
  if (wide.negated) return narrow.negated && narrow.table === undefined;
  return !narrow.negated;
}

/** Whether a test lets everything through. False where that is unknown. */
export function isUniversal(kind: KeyKind, test: RuleTest, keys: readonly string[] | undefined): boolean {
  if (keys === undefined) return false;
  if (test.negated) return keys.length === 0;
  if (test.regex) return keys.some((key) => (kind === 'string' ? ANYTHING : SOMETHING).has(key));
  if (kind === 'domain') return keys.includes('*');
  if (kind === 'mailaddr') return keys.includes('@') || keys.includes('');
  return test.table === '<anyhost>';
}

function sameTest(a: RuleTest, b: RuleTest): boolean {
  return a.table === b.table && a.negated === b.negated && a.regex === b.regex;
}
