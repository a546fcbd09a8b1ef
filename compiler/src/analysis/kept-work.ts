import type { KeptStatement, Statement, Together } from '@smtpd-conf/grammar';
import type { Problem } from '../problem.js';
import type { RuleState } from '../rule-state.js';
import type { InlineTableState } from '../table-state.js';
import type { Reads, ReadsOfMany } from './changed-names.js';
import type { Write } from './recording-state.js';

/** What a statement did to the state, and what that depended on. */
export interface Kept {
  /** Its place among all of its analysis. */
  index: number;
  /** Those with which it is taken over at once, and its place among them. */
  group: KeptGroup | undefined;
  within: number;
  readonly statement: Statement;
  /** As it was read; undefined for one that nothing is kept of. */
  readonly read: KeptStatement | undefined;
  /** Whether it may be taken over rather than compiled again. */
  readonly replayable: boolean;
  readonly reads: Reads;
  readonly writes: readonly Write[];
  readonly inline: readonly InlineTableState[];
  /** The number of its first table without a name, where that stands in a problem of it. */
  readonly firstInline: number | undefined;
  readonly rules: readonly RuleState[];
  readonly problems: readonly Problem[];
  readonly file: number;
}

/** What the statements of a stretch did, one after the other. */
export class KeptGroup {
  readonly reads: ReadsOfMany;
  readonly writes: readonly Write[];
  readonly inline: readonly InlineTableState[];
  readonly rules: readonly RuleState[];
  readonly problems: readonly Problem[];
  /** How many of the problems are errors. */
  readonly errors: number;
  readonly file: number;
  /** What the first of its tables without names has to have as number; undefined where that does not matter. */
  readonly firstInline: number | undefined;

  /** Its place among all of its analysis. */
  index = 0;

  constructor(readonly kept: readonly Kept[]) {
    for (const [within, one] of kept.entries()) {
      one.group = this;
      one.within = within;
    }
    this.reads = {
      whole: new Set(kept.flatMap(({ reads }) => reads.whole)),
      use: new Set(kept.flatMap(({ reads }) => reads.use)),
    };
    this.writes = kept.flatMap(({ writes }) => writes);
    this.inline = kept.flatMap(({ inline }) => inline);
    this.rules = kept.flatMap(({ rules }) => rules);
    this.problems = kept.flatMap(({ problems }) => problems);
    this.errors = this.problems.filter(({ severity }) => severity === 'error').length;
    this.file = kept[0]?.file ?? 0;
    const numbered = kept.findIndex(({ firstInline }) => firstInline !== undefined);
    const before = kept.slice(0, numbered).reduce((count, { inline }) => count + inline.length, 0);
    this.firstInline = numbered === -1 ? undefined : (kept[numbered]?.firstInline as number) - before;
  }
}

/** With what statements did that have become stretches taken together. */
export function grouped(units: readonly (Kept | KeptGroup)[]): readonly (Kept | KeptGroup)[] {
  const found: (Kept | KeptGroup)[] = [];
  let last: Together | undefined;
  for (const unit of units) {
    for (const one of unit instanceof KeptGroup && isWhole(unit) ? [unit] : membersOf(unit)) {
      const stretch = one instanceof KeptGroup ? undefined : one.read?.stretch;
      if (stretch === undefined || stretch !== last) {
        const place = stretch === undefined ? one : groupOf(stretch);
        place.index = found.length;
        found.push(place);
      }
      last = stretch;
    }
  }
  return found;
}

function membersOf(unit: Kept | KeptGroup): readonly Kept[] {
  return unit instanceof KeptGroup ? unit.kept : [unit];
}

/** Whether its statements are still read together. */
function isWhole(group: KeptGroup): boolean {
  return group.kept[0]?.read?.stretch?.note === group;
}

function groupOf(stretch: Together): KeptGroup {
  const group = new KeptGroup(stretch.kept.map(({ note }) => note as Kept));
  stretch.note = group;
  return group;
}
