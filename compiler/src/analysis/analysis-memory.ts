import {
  type Anchor,
  AnchoredPlace,
  type KeptStatement,
  type Source,
  type Statement,
  StatementMemory,
  type Stretch,
  type Target,
} from '@smtpd-conf/grammar';
import type { Place, Problem } from '../problem.js';
import type { World } from '../world/world.js';
import { ChangedNames, readsOf } from './changed-names.js';
import { grouped, type Kept, KeptGroup } from './kept-work.js';
import { type Recording, RecordingState } from './recording-state.js';

/** Statements that are, or did, something else than before; one that did something else only is in both. */
export interface StatementChanges {
  readonly fresh: ReadonlySet<Statement>;
  readonly gone: ReadonlySet<Statement>;
  /** How many analyses it took. */
  readonly analyses: number;
}

/** Statements that look at nothing but names, besides themselves. */
const BY_NAME: ReadonlySet<Statement['kind']> = new Set<Statement['kind']>(['table', 'action', 'match', 'error']);

/**
 * What an analysis leaves for the next one of the same configuration after an edit. A statement is taken over, with what it
 * did and what was wrong with it, where neither it nor a name that it looked up has changed; all others are compiled as
 * ever. For one world and one target: make a new memory for another.
 */
export class AnalysisMemory {
  readonly statements = new StatementMemory();
  private fresh = new Set<Statement>();
  private gone = new Set<Statement>();
  private before: readonly (Kept | KeptGroup)[] = [];
  private now: (Kept | KeptGroup)[] = [];
  /** How many of those before have been met again, or are gone; and how many of the group behind them. */
  private passed = 0;
  private within = 0;
  /** Names that were, or are, given by another statement than before, from here on. */
  private readonly changed = new ChangedNames();
  private analyses = 0;

  /** Begins an analysis. */
  begin(world: World, target: Target): RecordingState {
    this.statements.begin();
    this.analyses += 1;
    this.before = grouped(this.now);
    this.now = [];
    this.passed = 0;
    this.within = 0;
    this.changed.clear();
    return new RecordingState(world, target, (source, offset) => this.statements.anchorAt(source, offset));
  }

  /** Ends an analysis. */
  end(): void {
    for (let next = this.next; next !== undefined; next = this.next) this.pass(next);
  }

  /** What the analyses since the last call have changed. */
  takeChanges(): StatementChanges {
    const { fresh, gone, analyses } = this;
    this.fresh = new Set();
    this.gone = new Set();
    this.analyses = 0;
    return { fresh, gone, analyses };
  }

  /** Does what compiling the statement did before, and reports the problems of then; false where it has to be compiled. */
  recall(read: KeptStatement | undefined, state: RecordingState, problems: Problem[]): boolean {
    const kept = read?.note as Kept | undefined;
    if (kept === undefined || !this.passUpTo(kept.group?.index ?? kept.index, kept.group ? kept.within : 0))
      return false;
    if (!kept.replayable || this.changed.affect(kept.reads)) return false;
    if (kept.firstInline !== undefined && kept.firstInline !== state.tables.inlineCount) return false;
    if (kept.file !== fileOf(kept.statement, state)) return false;
    this.advance();
    this.push(kept);
    replay(kept, state, problems);
    return true;
  }

  /**
   * The same for statements that are read together: they have to be asked for one by one where it is false.
   * @param room how many errors there may be in them
   */
  mayRecallAll({ note }: Stretch, state: RecordingState, room: number): boolean {
    if (!(note instanceof KeptGroup) || note.errors >= room || !this.passUpTo(note.index, 0)) return false;
    if (this.changed.affectSome(note.reads)) return false;
    if (note.firstInline !== undefined && note.firstInline !== state.tables.inlineCount) return false;
    const [first] = note.kept;
    return first !== undefined && note.file === fileOf(first.statement, state);
  }

  /** What `recall` does, for statements that may be taken over together. */
  recallAll({ note }: Stretch, state: RecordingState, problems: Problem[]): void {
    const group = note as KeptGroup;
    this.passed += 1;
    group.index = this.now.length;
    this.now.push(group);
    replay(group, state, problems);
  }

  /** Compiles a statement, and keeps what comes of it. `problems` are those found until now; those found here come to stand with the statement. */
  compile(
    statement: Statement,
    read: KeptStatement | undefined,
    state: RecordingState,
    problems: Problem[],
    compile: () => void,
  ): void {
    const [inline, rules, found] = [state.tables.inlineCount, state.rules.length, problems.length];
    const recording = state.record(compile);
    const own = problems.slice(found).map((problem) => this.anchored(problem));
    const whole = own.every((problem) => problem !== undefined);
    if (whole) problems.splice(found, own.length, ...own);
    const kept = this.keptOf(statement, read, state, recording, whole ? own : undefined, rules, inline);
    const before = read?.note as Kept | undefined;
    const again = before !== undefined && before === this.next;
    if (again) this.advance();
    // What is compiled each time does the same as long as what it asks for is the same.
    if (!again || before.replayable || this.changed.affect(kept.reads)) {
      if (again) this.leave(before);
      this.changed.come(kept);
      this.fresh.add(statement);
    }
    if (read) {
      read.note = kept;
      if (!kept.replayable) read.alone = true;
    }
    this.push(kept);
  }

  private keptOf(
    statement: Statement,
    read: KeptStatement | undefined,
    state: RecordingState,
    { reads, writes, inline, unnoted }: Recording,
    problems: readonly Problem[] | undefined,
    rulesBefore: number,
    inlineBefore: number,
  ): Kept {
    const byName = BY_NAME.has(statement.kind) && statement.legacy === undefined;
    const numbered = inline.length > 0 && problems?.length !== 0;
    return {
      index: 0,
      group: undefined,
      within: 0,
      statement,
      read,
      replayable: byName && !unnoted && problems !== undefined,
      reads: readsOf(statement, reads, problems?.length === 0),
      writes,
      inline,
      firstInline: numbered ? inlineBefore : undefined,
      rules: state.rules.slice(rulesBefore),
      problems: problems ?? [],
      file: fileOf(statement, state),
    };
  }

  private push(kept: Kept): void {
    kept.index = this.now.length;
    kept.group = undefined;
    this.now.push(kept);
  }

  /** The first of those before that has neither been met again nor is gone. */
  private get next(): Kept | undefined {
    const unit = this.before[this.passed];
    return unit instanceof KeptGroup ? unit.kept[this.within] : unit;
  }

  private advance(): void {
    const unit = this.before[this.passed];
    this.within += 1;
    if (unit instanceof KeptGroup && this.within < unit.kept.length) return;
    this.passed += 1;
    this.within = 0;
  }

  /** What stood before a place is gone; false where the place is behind already. */
  private passUpTo(index: number, within: number): boolean {
    if (index < this.passed || (index === this.passed && within < this.within)) return false;
    while (this.passed < index || this.within < within) this.pass(this.next as Kept);
    return true;
  }

  private pass(kept: Kept): void {
    this.advance();
    this.leave(kept);
  }

  /** What a statement did is not as it was. */
  private leave(kept: Kept): void {
    this.changed.go(kept);
    this.fresh.delete(kept.statement);
    this.gone.add(kept.statement);
  }

  /** The problem so that it moves with the text; undefined where it cannot. */
  private anchored(problem: Problem): Problem | undefined {
    const move = (place: Place): Place | undefined =>
      anchoredPlace(place, (source, at) => this.statements.anchorAt(source, at));
    const place = problem.place && move(problem.place);
    if (problem.place !== undefined && place === undefined) return undefined;
    const related = problem.related.map(({ message, place: other }) => ({ message, place: move(other) }));
    if (!related.every((one): one is Problem['related'][number] => one.place !== undefined)) return undefined;
    return { ...problem, place, related };
  }
}

function replay(kept: Kept | KeptGroup, state: RecordingState, problems: Problem[]): void {
  state.replay(kept.writes, kept.inline);
  for (const rule of kept.rules) state.rules.push(rule);
  for (const problem of kept.problems) problems.push(problem);
}

function fileOf({ tokens, end }: Statement, state: RecordingState): number {
  return state.fileOf((tokens[0] ?? end).source);
}

/** A place that moves with the text; undefined where nothing there does. */
export function anchoredPlace(
  place: Place,
  anchorAt: (source: Source, offset: number) => Anchor | undefined,
): Place | undefined {
  const anchor = anchorAt(place.source, place.start);
  return anchor && new AnchoredPlace(anchor, place);
}
