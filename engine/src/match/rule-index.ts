import type { Envelope } from '../envelope.js';
import { entryKey } from '../tables/static-table.js';
import { LONGEST_KEY, type Tables } from '../tables/tables.js';
import type { GroupedCriterion, PreparedRule } from './prepared-rule.js';
import type { TableGroup } from './table-group.js';

/** Finds the rules that an envelope may meet. */
export interface RuleIndex {
  /** Numbers of rules in their order, among them all that match or fail; undefined where every rule may fail. */
  candidates(envelope: Envelope, decision: number): readonly number[] | Iterable<number> | undefined;
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
  /** By group and member: the number of a rule, or of several. */
  const waiting = new Map<TableGroup, (number | number[])[]>();
  for (const rule of rules) {
    const criterion = rarest(waitingPlaces(rule), commonness, tables);
    if (criterion?.group === undefined) {
      always.push(rule.number);
      continue;
    }
    const byMember = waiting.get(criterion.group) ?? [];
    const known = byMember[criterion.member];
    if (known === undefined) byMember[criterion.member] = rule.number;
    else if (typeof known === 'number') byMember[criterion.member] = [known, rule.number];
    else known.push(rule.number);
    waiting.set(criterion.group, byMember);
  }
  return {
    candidates(envelope, decision) {
      if (mayFail(envelope)) return undefined;
      const single: number[] = [];
      const lists: number[][] = always.length > 0 ? [always] : [];
      for (const [group, byMember] of waiting) {
        group.lookUp(envelope, decision);
        for (const member of group.holding()) {
          const numbers = byMember[member];
          if (typeof numbers === 'number') single.push(numbers);
          else if (numbers) lists.push(numbers);
        }
      }
      if (single.length > 1) single.sort((a, b) => a - b);
      if (lists.length === 0) return single;
      if (single.length > 0) lists.push(single);
      return lists.length === 1 ? (lists[0] as number[]) : merge(lists);
    },
  };
}

/** Whether some key is too long to be looked up (table.c:table_lookup, to.c:mailaddr_to_text); no session makes such keys. */
function mayFail({ tag, source, rdns, helo, username, sender, dest }: Envelope): boolean {
  return (
    tag.length > LONGEST_KEY ||
    source.length > LONGEST_KEY ||
    rdns.length > LONGEST_KEY ||
    helo.length > LONGEST_KEY ||
    username.length > LONGEST_KEY ||
    sender.user.length + sender.domain.length >= LONGEST_KEY ||
    dest.user.length + dest.domain.length >= LONGEST_KEY
  );
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

/** With many lists it is cheaper to sort them than to look at each for each number. */
const MANY = 16;

/** Sorted lists as one, as far as it is read. */
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
