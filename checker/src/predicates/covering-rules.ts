import type { KeyKind } from './keys.js';
import { ruleCovers } from './rule-covers.js';
import { isUniversal, keysOfTest, type Rule, type RuleTest, type Tables } from './rule-tests.js';
import { entryToken, soughtWords, widthOf } from './test-tokens.js';

/** So many rules are kept that may cover any others, and under one word; and so many are compared with one rule. */
const MOST_KEPT = 200;
const MOST_COMPARED = 1000;
/** Longer lists are weighed by how many rules name them, and not word by word. */
const SHORT_LIST = 8;

/** A list that rules ask for in one criterion, with the rules that were put there. */
interface List {
  readonly slot: Slot;
  readonly tokens: readonly string[];
  readonly rules: Rule[];
}

/** The lists of one criterion, by the words of their entries. */
interface Slot {
  /** By their tables; those that are no lists to be kept under are undefined. */
  readonly lists: Map<object, List | undefined>;
  readonly byToken: Map<string, List[]>;
  /** How many rules a word leads to. */
  readonly load: Map<string, number>;
  readonly widths: Set<number>;
}

/** A test of a rule, with how its keys are compared and the name of its criterion. */
type Criterion = readonly [slot: string, kind: KeyKind, test: RuleTest];

/**
 * Rules, to be asked which of them takes all mail of another. A rule that asks for one of a list covers only rules whose keys
 * are covered by the list, so each is kept under the list that leads to the fewest others; what asks for no list is compared
 * with all.
 */
export class CoveringRules {
  private readonly slots = new Map<string, Slot>();
  private readonly wide: Rule[] = [];
  private readonly places = new Map<Rule, number>();

  constructor(private readonly tables: Tables) {}

  /** The rules are added in the order in which they stand. */
  add(rule: Rule): void {
    this.places.set(rule, this.places.size);
    let best: List | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const criterion of criteriaOf(rule)) {
      const list = this.listOf(criterion);
      const weight = list === undefined ? least : weightOf(list);
      if (weight < least) [best, least] = [list, weight];
    }
    if (best === undefined) {
      if (this.wide.length < MOST_KEPT) this.wide.push(rule);
      return;
    }
    if (best.rules.length >= MOST_KEPT) return;
    if (best.rules.length === 0) register(best);
    best.rules.push(rule);
    if (best.tokens.length > SHORT_LIST) return;
    const { load } = best.slot;
    for (const token of best.tokens) load.set(token, (load.get(token) ?? 0) + 1);
  }

  /** The first that takes all mail of a rule which stands below all of them. */
  firstCovering(rule: Rule): Rule | undefined {
    let found: Rule | undefined;
    let compared = 0;
    for (const earlier of this.candidates(rule)) {
      if (++compared > MOST_COMPARED) break;
      const sooner = found === undefined || this.placeOf(earlier) < this.placeOf(found);
      if (sooner && ruleCovers(earlier, rule, this.tables)) found = earlier;
    }
    return found;
  }

  private candidates(rule: Rule): readonly Rule[] {
    const found = [...this.wide];
    for (const [name, kind, test] of criteriaOf(rule)) {
      const slot = this.slots.get(name);
      if (slot === undefined) continue;
      const table = this.tableOf(test);
      const keys = keysOfTest(test, this.tables);
      const key = keys?.[0];
      if (keys === undefined || key === undefined) {
        for (const earlier of (table && slot.lists.get(table)?.rules) ?? NONE) found.push(earlier);
        continue;
      }
      const sought = test.regex ? [key] : soughtWords(kind, keys, slot.widths);
      for (const token of sought) {
        for (const list of slot.byToken.get(token) ?? NONE) for (const earlier of list.rules) found.push(earlier);
      }
    }
    return found;
  }

  /** Undefined where some entry has no word. */
  private listOf([name, kind, test]: Criterion): List | undefined {
    const table = this.tableOf(test);
    if (table === undefined) return undefined;
    const slot = this.slotOf(name);
    const known = slot.lists.get(table);
    if (known !== undefined || slot.lists.has(table)) return known;
    const keys = keysOfTest(test, this.tables);
    const tokens = keys === undefined ? [] : wordsOf(kind, test, keys);
    const list = tokens && { slot, tokens, rules: [] };
    slot.lists.set(table, list);
    return list;
  }

  private slotOf(name: string): Slot {
    let slot = this.slots.get(name);
    if (slot === undefined) {
      slot = { lists: new Map(), byToken: new Map(), load: new Map(), widths: new Set() };
      this.slots.set(name, slot);
    }
    return slot;
  }

  private tableOf({ table }: RuleTest): object | undefined {
    return typeof table === 'string' ? this.tables.find(table) : table;
  }

  private placeOf(rule: Rule): number {
    return this.places.get(rule) ?? 0;
  }
}

const NONE: readonly never[] = [];

/** How many rules the list, or a word of it, leads to already. */
function weightOf({ slot: { load }, tokens, rules }: List): number {
  let most = rules.length;
  if (tokens.length <= SHORT_LIST) for (const token of tokens) most = Math.max(most, load.get(token) ?? 0);
  return most;
}

/** The words of a list's entries; undefined where one has none. */
function wordsOf(kind: KeyKind, test: RuleTest, keys: readonly string[]): readonly string[] | undefined {
  if (isUniversal(kind, test, keys)) return undefined;
  if (test.regex) return keys;
  const known = WORDS.get(keys) ?? new Map<KeyKind, readonly string[] | undefined>();
  WORDS.set(keys, known);
  if (!known.has(kind)) {
    const words = keys.map((key) => entryToken(kind, key));
    known.set(kind, words.includes(undefined) ? undefined : (words as string[]));
  }
  return known.get(kind);
}

/** Keys outlive an edit elsewhere. */
const WORDS = new WeakMap<readonly string[], Map<KeyKind, readonly string[] | undefined>>();

function register(list: List): void {
  const { byToken, widths } = list.slot;
  for (const token of list.tokens) {
    const lists = byToken.get(token);
    if (lists === undefined) byToken.set(token, [list]);
    else lists.push(list);
    const width = widthOf(token);
    if (width !== undefined) widths.add(width);
  }
}

/** The criteria that ask for one of a list, the universal ones left out. Their names keep apart what never covers each other. */
function criteriaOf(rule: Rule): readonly Criterion[] {
  let known = CRITERIA.get(rule);
  if (known === undefined) {
    known = findCriteria(rule);
    CRITERIA.set(rule, known);
  }
  return known;
}

/** Rules do not change, and outlive an edit elsewhere. */
const CRITERIA = new WeakMap<Rule, readonly Criterion[]>();

function findCriteria({ from, for: to, mailFrom, rcptTo, helo, tag, auth }: Rule): readonly Criterion[] {
  const all: [string, KeyKind, RuleTest | undefined][] = [
    ['for', 'domain', to.table === '<anydestination>' ? undefined : to],
    ['mail-from', 'mailaddr', mailFrom],
    ['rcpt-to', 'mailaddr', rcptTo],
    ['from', 'netaddr', fromList(from)],
    ['helo', 'domain', helo],
    ['auth', 'login', auth],
    ['tag', 'string', tag],
  ];
  return all.flatMap(([name, kind, test]) =>
    test === undefined || test.negated || test.table === undefined
      ? []
      : [[`${name}${name === 'from' ? ` ${from.type}` : ''}${test.regex ? ' regex' : ''}`, kind, test] as const],
  );
}

/** The socket is the source "local", which rules about sources may list: those are compared with all. */
function fromList(from: Rule['from']): RuleTest | undefined {
  return from.type === 'socket' || from.table === '<anyhost>' || from.table === '<localhost>' ? undefined : from;
}
