import type { StatementChanges } from '@smtpd-conf/compiler';
import type { Statement, StatementKind } from '@smtpd-conf/grammar';
import { nameOf } from '../subject/definitions.js';

/** Kinds of statements, by how they have changed. */
export interface ChangedKinds {
  /** They say something else than before. */
  readonly words: ReadonlySet<StatementKind>;
  /** They say something else, or the names in them have another meaning. */
  readonly compiled: ReadonlySet<StatementKind>;
  /** They give other names to things, or in another order. */
  readonly names: ReadonlySet<StatementKind>;
}

const NOTHING: ReadonlySet<StatementKind> = new Set();

/** What has changed, but for the places of statements. */
export function changedKinds({ gone, fresh, analyses }: StatementChanges): ChangedKinds {
  // What is in both does something else by the same words, because of another one.
  const before = [...gone].filter((one) => !fresh.has(one));
  const now = [...fresh].filter((one) => !gone.has(one));
  // One edit leaves the order of statements with the same words as it is; several may move one.
  if (analyses < 2 && pairwise(before, now, saysTheSame)) return { words: NOTHING, compiled: NOTHING, names: NOTHING };
  const named = (ones: readonly Statement[]) => ones.filter((one) => nameOf(one) !== undefined);
  const alike = analyses < 2 && pairwise(named(before), named(now), hasTheSameName);
  return {
    words: kindsOf([...before, ...now]),
    compiled: kindsOf([...gone, ...fresh]),
    names: alike ? NOTHING : kindsOf([...before, ...now]),
  };
}

function kindsOf(statements: readonly Statement[]): ReadonlySet<StatementKind> {
  return new Set(statements.map(({ kind }) => kind));
}

function pairwise(
  before: readonly Statement[],
  now: readonly Statement[],
  same: (before: Statement, now: Statement) => boolean,
): boolean {
  return before.length === now.length && before.every((one, index) => same(one, now[index] as Statement));
}

function hasTheSameName(before: Statement, now: Statement): boolean {
  return before.kind === now.kind && nameOf(before)?.token.text === nameOf(now)?.token.text;
}

function saysTheSame(before: Statement, now: Statement): boolean {
  if (now.kind !== before.kind) return false;
  if (now.error !== undefined || before.error !== undefined || now.tokens.length !== before.tokens.length) return false;
  return now.tokens.every((token, index) => {
    const other = before.tokens[index];
    return token.text === other?.text && token.type === other.type && token.quoted === other.quoted;
  });
}
