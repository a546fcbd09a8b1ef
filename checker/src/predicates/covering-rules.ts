import type { TableState } from '@smtpd-conf/compiler';
import type { KeyKind } from './keys.js';
import { type Home, ListIndex } from './list-index.js';
import { ruleCovers } from './rule-covers.js';
import { isUniversal, type Rule, type RuleTest, type Tables, tableOfTest } from './rule-tests.js';

/** So many rules are kept that may cover any others; and so many are compared with one rule. */
const MOST_KEPT = 200;
const MOST_COMPARED = 1000;

/** The criteria that may ask for one of a list. What never covers each other is apart. */
const CRITERIA: readonly { readonly kind: KeyKind; testOf(rule: Rule): RuleTest | undefined }[] = [
  { kind: 'domain', testOf: ({ for: to }) => (to.table === '<anydestination>' ? undefined : to) },
  { kind: 'mailaddr', testOf: ({ mailFrom }) => mailFrom },
  { kind: 'mailaddr', testOf: ({ rcptTo }) => rcptTo },
  { kind: 'netaddr', testOf: ({ from }) => (from.type === 'rdns' ? from : undefined) },
  { kind: 'netaddr', testOf: ({ from }) => (from.type === 'src' && !isBuiltIn(from) ? from : undefined) },
  { kind: 'domain', testOf: ({ helo }) => helo },
  { kind: 'login', testOf: ({ auth }) => auth },
  { kind: 'string', testOf: ({ tag }) => tag },
];

const kindAt = (at: number): KeyKind => CRITERIA[at]?.kind ?? 'string';

/** The socket is the source "local", which lists of sources may have: those are compared with all. */
function isBuiltIn({ table }: Rule['from']): boolean {
  return table === '<anyhost>' || table === '<localhost>';
}

/**
 * Rules, to be asked which of them takes all mail of another. A rule that asks for one of a list covers only rules whose keys
 * are covered by the list, so each is kept under the list that leads to the fewest others; what asks for no list is compared
 * with all.
 */
export class CoveringRules {
  private readonly plain = CRITERIA.map(({ kind }) => new ListIndex(kind, false));
  private readonly regex = CRITERIA.map(({ kind }) => new ListIndex(kind, true));
  /** By their numbers: as they were added. */
  private readonly rules: Rule[] = [];
  private readonly wide: number[] = [];

  /** How many more rules there may be, at least, before some are left out for the number of others. */
  room = MOST_KEPT;

  constructor(private readonly tables: Tables) {}

  /** The rules are added in the order in which they stand. */
  add(rule: Rule): void {
    const number = this.rules.push(rule) - 1;
    const home = this.homeOf(rule);
    this.room = Math.min(this.room, MOST_KEPT - 1 - (home?.crowd ?? this.wide.length));
    if (home) home.index.add(number, home);
    else if (this.wide.length < MOST_KEPT) this.wide.push(number);
  }

  /** The first that takes all mail of a rule which stands below all of them. */
  firstCovering(rule: Rule): Rule | undefined {
    let first = this.rules.length;
    let compared = 0;
    const candidates = this.candidates(rule);
    this.room = Math.min(this.room, MOST_COMPARED - candidates.length);
    for (const number of candidates) {
      if (++compared > MOST_COMPARED) break;
      if (number < first && ruleCovers(this.rules[number] as Rule, rule, this.tables)) first = number;
    }
    return this.rules[first];
  }

  private candidates(rule: Rule): readonly number[] {
    const found = [...this.wide];
    for (let at = 0; at < CRITERIA.length; at++) {
      const list = this.listOf(rule, at);
      if (list) this.indexOf(list, at).find(list.table, list.table.keys, found);
    }
    return found;
  }

  /** The least crowded place for a rule; undefined where none of its lists has one. */
  private homeOf(rule: Rule): Home | undefined {
    let best: Home | undefined;
    for (let at = 0; at < CRITERIA.length && best?.crowd !== 0; at++) {
      const list = this.listOf(rule, at);
      if (list === undefined || isUniversal(kindAt(at), list.test, list.table.keys)) continue;
      const home = this.indexOf(list, at).homeOf(list.table, list.table.keys);
      if (home && home.crowd < (best?.crowd ?? Number.POSITIVE_INFINITY)) best = home;
    }
    return best;
  }

  /** What a rule asks for in a criterion, where it is one of a list. */
  private listOf(rule: Rule, at: number): { readonly test: RuleTest; readonly table: TableState } | undefined {
    const test = CRITERIA[at]?.testOf(rule);
    if (test === undefined || test.negated) return undefined;
    const table = tableOfTest(test, this.tables);
    return table && { test, table };
  }

  private indexOf({ test }: { readonly test: RuleTest }, at: number): ListIndex {
    return (test.regex ? this.regex : this.plain)[at] as ListIndex;
  }
}
