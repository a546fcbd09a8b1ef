import type { Statement } from '../ast/statement.js';
import type { Base } from '../text/anchor.js';
import type { Source } from '../text/source.js';
import type { Span } from '../text/span.js';
import type { KeptStatement, MacroLookup, Together } from './kept-statement.js';

/** How many statements a stretch has, more or less. */
const USUAL = 64;
/** Fewer than these are no stretch: they are put to one beside them, or stay by themselves. */
const FEW = 16;

/** Statements that follow one another, none of them a macro's definition: where nothing has touched them they are taken over at once. */
export class Stretch implements Together {
  readonly statements: readonly Statement[];
  /** How far they go in the text, and over how many lines. */
  readonly length: number;
  readonly lines: number;
  /** How much of the text was looked at. */
  readonly reach: number;
  readonly macros: readonly MacroLookup[];
  /** From the beginning on. */
  readonly comments: readonly Span[];
  note?: unknown;
  private readonly base: Base;

  constructor(readonly kept: readonly [KeptStatement, ...KeptStatement[]]) {
    const { source, start, line } = kept[0].anchor;
    const macros = new Map<string, MacroLookup>();
    const comments: Span[] = [];
    let [length, lines, reach] = [0, 0, 0];
    for (const one of kept) {
      for (const lookup of one.macros) macros.set(lookup[0], lookup);
      for (const comment of one.comments) comments.push({ start: length + comment.start, end: length + comment.end });
      reach = Math.max(reach, length + one.reach);
      length += one.length;
      lines += one.lines;
    }
    this.base = { source, start, line };
    for (const one of kept) {
      one.anchor.join(this.base);
      one.stretch = this;
    }
    this.statements = kept.map(({ statement }) => statement);
    this.length = length;
    this.lines = lines;
    this.reach = reach;
    this.macros = [...macros.values()];
    this.comments = comments;
  }

  get source(): Source {
    return this.base.source;
  }

  get start(): number {
    return this.base.start;
  }

  get followsMacro(): boolean {
    return this.kept[0].followsMacro;
  }

  /** Moves all of them. */
  moveTo(source: Source, start: number, line: number): void {
    this.base.source = source;
    this.base.start = start;
    this.base.line = line;
  }
}

/** Statements of a reading: each by itself, or many at once. */
export type Unit = KeptStatement | Stretch;

export const startOf = (unit: Unit): number => (unit instanceof Stretch ? unit.start : unit.anchor.start);
const endOf = (unit: Unit): number => startOf(unit) + unit.length;

/** Makes stretches of the statements that are ready for it. Few of them go to the stretch before or behind. */
export function gathered(units: readonly Unit[], ready: (kept: KeptStatement) => boolean): readonly Unit[] {
  const out: Unit[] = [];
  let run: KeptStatement[] = [];
  const follows = (unit: Unit): boolean => run.length > 0 && endOf(run.at(-1) as Unit) === startOf(unit);
  const end = (): void => {
    const before = out.at(-1);
    if (run.length > 0 && run.length < FEW && before instanceof Stretch && endOf(before) === startOf(run[0] as Unit)) {
      out.pop();
      run.unshift(...before.kept);
    }
    for (const unit of cut(run)) out.push(unit);
    run = [];
  };
  for (const unit of units) {
    const whole = unit instanceof Stretch;
    if (run.length > 0 && !follows(unit)) end();
    if (whole && run.length > 0 && run.length < FEW) run.push(...unit.kept);
    else if (!whole && !unit.alone && ready(unit)) run.push(unit);
    else {
      end();
      out.push(unit);
    }
  }
  end();
  return out;
}

/** Stretches of about the usual size. */
function cut(run: readonly KeptStatement[]): readonly Unit[] {
  if (run.length < FEW) return run;
  const count = Math.max(1, Math.round(run.length / USUAL));
  const size = Math.ceil(run.length / count);
  return Array.from({ length: Math.ceil(run.length / size) }, (_, index) => {
    return new Stretch(run.slice(index * size, (index + 1) * size) as [KeptStatement, ...KeptStatement[]]);
  });
}
