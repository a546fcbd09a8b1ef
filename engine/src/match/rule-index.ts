import type { Envelope } from '../envelope.js';
import { entryKey } from '../tables/static-table.js';
import { LONGEST_KEY, type Tables } from '../tables/tables.js';
import type { GroupedCriterion, PreparedRule } from './prepared-rule.js';
import type { TableGroup } from './table-group.js';

/** Finds the rules that an envelope may meet. */
export interface RuleIndex {
  /** Numbers of rules in their order, among them all that match or fail; undefined where every rule may fail. */
  candidates(envelope: Envelope, decision: number): Iterable<number> | undefined;
}

/** So many entries of a table are looked at to see how common they are. */
const SAMPLE = 8;

/**
 * Each rule waits under one of its criteria, the one whose entries the fewest rules have, and is met when its table holds the
 * key. That a rule is not met must mean that it comes to no match: so nothing that stands before that criterion may fail.
 * Rules without such a criterion are met always.
 */
export function ruleIndex(rules: readonly PreparedRule[], tables: Tables): RuleIndex {
  const commonness = entryCounts(rules, tables);
  const always: number[] = [];
  const waiting = new Map<TableGroup, Map<number, number[]>>();
  for (const rule of rules) {
    const criterion = rarest(waitingPlaces(rule), commonness, tables);
    if (criterion?.group === undefined) {
      always.push(rule.number);
      continue;
    }
    const byMember = waiting.get(criterion.group) ?? new Map<number, number[]>();
    const numbers = byMember.get(criterion.member) ?? [];
    numbers.push(rule.number);
    waiting.set(criterion.group, byMember.set(criterion.member, numbers));
  }
  return {
    candidates(envelope, decision) {
      if (mayFail(envelope)) return undefined;
      const lists = always.length > 0 ? [always] : [];
      for (const [group, byMember] of waiting) {
        group.lookUp(envelope, decision);
        for (const member of group.holding()) {
          const numbers = byMember.get(member);
          if (numbers) lists.push(numbers);
        }
      }
      return merged(lists);
    },
  };
}

/** Whether some key is too long to be looked up (table.c:table_lookup, to.c:mailaddr_to_text); no session makes such keys. */
function mayFail({ tag, source, rdns, helo, username, sender, dest }: Envelope): boolean {
  const addresses = [sender, dest].map(({ user, domain }) => user.length + domain.length + 1);
  const longest = Math.max(tag.length, source.length, rdns.length, helo.length, username.length, ...addresses);
  return longest > LONGEST_KEY;
}

/** The criteria under which a rule may wait. */
function waitingPlaces({ criteria }: PreparedRule): GroupedCriterion[] {
  const places: GroupedCriterion[] = [];
  for (const criterion of criteria) {
    const { negated, regex } = criterion.test;
    if (criterion.group && !negated && !regex) places.push(criterion);
    if (!criterion.safe) break;
  }
  return places;
}

/** How many rules have an entry under a kind of criterion, by both. */
function entryCounts(rules: readonly PreparedRule[], tables: Tables): Map<string, number> {
  const counts = new Map<string, number>();
  for (const rule of rules) {
    for (const place of waitingPlaces(rule)) {
      for (const name of sampleOf(place, tables)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

function sampleOf({ kind, group, member }: GroupedCriterion, tables: Tables): string[] {
  const entries = group ? (tables.static(group.table(member))?.entries ?? []) : [];
  return entries.slice(0, SAMPLE).map((row) => `${kind} ${entryKey(row)}`);
}

function rarest(
  places: readonly GroupedCriterion[],
  counts: ReadonlyMap<string, number>,
  tables: Tables,
): GroupedCriterion | undefined {
  let best: GroupedCriterion | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const place of places) {
    const common = Math.max(0, ...sampleOf(place, tables).map((name) => counts.get(name) ?? 0));
    if (common < least) {
      best = place;
      least = common;
    }
  }
  return best;
}

/** Sorted lists as one, as far as it is read. */
function merged(lists: readonly (readonly number[])[]): Iterable<number> {
  const [only = []] = lists;
  return lists.length > 1 ? merge(lists) : only;
}

/** With many lists it is cheaper to sort them than to look at each for each number. */
const MANY = 16;

function* merge(lists: readonly (readonly number[])[]): Iterable<number> {
  if (lists.length > MANY) return yield* lists.flat().sort((a, b) => a - b);
  const places = lists.map(() => 0);
  for (;;) {
    let first = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let list = 0; list < lists.length; list++) {
      const number = lists[list]?.[places[list] as number] ?? Number.POSITIVE_INFINITY;
      if (number < least) {
        least = number;
        first = list;
      }
    }
    if (first < 0) return;
    places[first] = (places[first] as number) + 1;
    yield least;
  }
}
