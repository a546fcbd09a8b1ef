import type { KeyKind } from './keys.js';
import { ruleCovers } from './rule-covers.js';
import { isUniversal, keysOfTest, type Rule, type RuleTest, type Tables } from './rule-tests.js';
import { entryToken, soughtTokens, widthOf } from './test-tokens.js';

/** So many rules are kept that may cover any others, and under one word; and so many are compared with one rule. */
const MOST_KEPT = 200;
const MOST_COMPARED = 1000;
/** Longer lists are weighed by how many rules name them, and not word by word. */
const SHORT_LIST = 8;

/** A list that rules ask for in one criterion, with the rules that were put there. */
interface List {
  readonly tokens: readonly string[];
  readonly rules: Rule[];
}

/** The lists of one criterion, by the words of their entries. */
interface Slot {
  readonly lists: Map<object, List>;
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
    const lists = criteriaOf(rule).flatMap((criterion) => this.listOf(criterion) ?? []);
    const [best] = lists.sort((a, b) => a.weight - b.weight);
    if (best === undefined) {
      if (this.wide.length < MOST_KEPT) this.wide.push(rule);
      return;
    }
    const { slot, list } = best;
    if (list.rules.length >= MOST_KEPT) return;
    if (list.rules.length === 0) register(slot, list);
    list.rules.push(rule);
    if (list.tokens.length > SHORT_LIST) return;
    for (const token of list.tokens) slot.load.set(token, (slot.load.get(token) ?? 0) + 1);
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

  private *candidates(rule: Rule): Iterable<Rule> {
    yield* this.wide;
    for (const [name, kind, test] of criteriaOf(rule)) {
      const slot = this.slots.get(name);
      if (slot === undefined) continue;
      const table = this.tableOf(test);
      const known = table && slot.lists.get(table);
      const key = keysOfTest(test, this.tables)?.[0];
      if (key === undefined) {
        if (known) yield* known.rules;
        continue;
      }
      const sought = test.regex ? [key] : soughtTokens(kind, key, slot.widths);
      for (const token of sought) for (const list of slot.byToken.get(token) ?? []) yield* list.rules;
    }
  }

  /** Undefined where some entry has no word. */
  private listOf([name, kind, test]: Criterion): { slot: Slot; list: List; weight: number } | undefined {
    const table = this.tableOf(test);
    if (table === undefined) return undefined;
    const slot = this.slotOf(name);
    let list = slot.lists.get(table);
    if (list === undefined) {
      const keys = keysOfTest(test, this.tables);
      const tokens = keys?.map((key) => (test.regex ? key : entryToken(kind, key)));
      if (tokens?.includes(undefined) || isUniversal(kind, test, keys)) return undefined;
      list = { tokens: (tokens ?? []) as string[], rules: [] };
      slot.lists.set(table, list);
    }
    const load = list.tokens.length > SHORT_LIST ? [] : list.tokens.map((token) => slot.load.get(token) ?? 0);
    return { slot, list, weight: Math.max(list.rules.length, ...load) };
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

function register({ byToken, widths }: Slot, list: List): void {
  for (const token of list.tokens) {
    const lists = byToken.get(token);
    if (lists === undefined) byToken.set(token, [list]);
    else lists.push(list);
    const width = widthOf(token);
    if (width !== undefined) widths.add(width);
  }
}

/** The criteria that ask for one of a list, the universal ones left out. Their names keep apart what never covers each other. */
function criteriaOf({ from, for: to, mailFrom, rcptTo, helo, tag, auth }: Rule): readonly Criterion[] {
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
