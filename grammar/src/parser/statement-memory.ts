import type { Anchor } from '../text/anchor.js';
import { changedPart, type TextChange } from '../text/changed-part.js';
import { Source } from '../text/source.js';
import { type KeptStatement, type Macros, sameMacros } from './kept-statement.js';
import { gathered, Stretch, startOf, type Unit } from './stretch.js';

interface FileReading {
  readonly source: Source;
  readonly before: readonly Unit[];
  readonly change: TextChange;
  /** Index of the next statements in `before`, and how many of those are behind. */
  next: number;
  within: number;
  readonly kept: Unit[];
}

/** Where reading stands, and what decides about what follows besides the text. */
export interface ReadingPoint {
  readonly source: Source;
  readonly offset: number;
  /** Counting from 1. */
  readonly line: number;
  /** Whether the statement before was a macro's definition. */
  readonly followsMacro: boolean;
  readonly macros: Macros;
}

/**
 * The statements of a reading, for the next one after an edit: a statement whose text and macros are as they were is taken
 * over with its tokens, and many at once where none of them is touched. What is taken over moves, so that an earlier
 * reading is out of date once a new one has begun.
 */
export class StatementMemory {
  private before = new Map<string, { readonly source: Source; readonly kept: readonly Unit[] }>();
  private readings = new Map<string, FileReading>();
  private readonly bySource = new Map<Source, FileReading>();
  /** The reading asked for last. */
  private current: FileReading | undefined;

  /** Begins a reading; the one before is what it takes over from. */
  begin(): void {
    this.before = new Map();
    for (const [name, reading] of this.readings) {
      const { source, kept, before } = reading;
      letGo(reading);
      // What was touched may be touched again: it is left by itself for a round.
      const ready = ({ rounds }: KeptStatement): boolean => rounds > 0 || before.length === 0;
      this.before.set(name, { source, kept: gathered(kept, ready) });
    }
    this.readings = new Map();
    this.bySource.clear();
    this.current = undefined;
  }

  /** The statement that begins at a point, where it is as it was; it stands there now. */
  recall(point: ReadingPoint): KeptStatement | undefined {
    const { source, offset: start, line } = point;
    const reading = this.readingOf(source);
    const kept = next(reading, start);
    if (kept === undefined || !holds(kept, kept.anchor.start, reading.change, point)) return undefined;
    advance(reading);
    kept.anchor.moveTo({ source, start, line });
    kept.rounds = kept.stretch === undefined ? kept.rounds + 1 : 0;
    kept.stretch = undefined;
    reading.kept.push(kept);
    return kept;
  }

  /** The same for as many statements as stand together. */
  recallStretch(point: ReadingPoint, accepts: (stretch: Stretch) => boolean): Stretch | undefined {
    const { source, offset, line } = point;
    const reading = this.readingOf(source);
    if (next(reading, offset) === undefined || reading.within > 0) return undefined;
    const stretch = reading.before[reading.next];
    if (!(stretch instanceof Stretch) || !holds(stretch, stretch.start, reading.change, point)) return undefined;
    if (!accepts(stretch)) return undefined;
    reading.next += 1;
    stretch.moveTo(source, offset, line);
    reading.kept.push(stretch);
    return stretch;
  }

  keep(kept: KeptStatement): void {
    this.readingOf(kept.anchor.source).kept.push(kept);
  }

  /** What moves with the text at an offset of a file; undefined where nothing is kept. */
  anchorAt(source: Source, offset: number): Anchor | undefined {
    return this.keptAt(source, offset)?.anchor;
  }

  /** The kept statement that a text belongs to, by an offset in it. */
  keptAt(source: Source, offset: number): KeptStatement | undefined {
    const unit = unitAt(this.bySource.get(source)?.kept ?? [], offset);
    return unit instanceof Stretch ? unitAt(unit.kept, offset) : unit;
  }

  /** A file that is included several times is as many readings. */
  private readingOf(source: Source): FileReading {
    if (this.current?.source === source) return this.current;
    let reading = this.bySource.get(source);
    if (reading === undefined) {
      let key = source.name;
      while (this.readings.has(key)) key += '\n';
      const before = this.before.get(key);
      const change = changedPart(before?.source.text ?? '', source.text);
      const same = before?.source.encoding === source.encoding;
      reading = { source, before: same ? (before?.kept ?? []) : [], change, next: 0, within: 0, kept: [] };
      this.readings.set(key, reading);
      this.bySource.set(source, reading);
    }
    this.current = reading;
    return reading;
  }
}

/** What is gone, wherever it is remembered still, is not to keep the text of a whole file with it. */
function letGo({ source, before }: FileReading): void {
  const nowhere = { source: new Source(source.name, '', source.encoding), start: 0, line: 1 };
  for (const unit of before) {
    if (unit instanceof Stretch && unit.source === source) continue;
    for (const { anchor } of unit instanceof Stretch ? unit.kept : [unit]) {
      if (anchor.source !== source) anchor.moveTo(nowhere);
    }
  }
}

/** The statement of before that now begins at an offset; what stood before it is passed. */
function next(reading: FileReading, offset: number): KeptStatement | undefined {
  const { before, change } = reading;
  for (; reading.next < before.length; advance(reading)) {
    const unit = before[reading.next] as Unit;
    const kept = unit instanceof Stretch ? (unit.kept[reading.within] as KeptStatement) : unit;
    const { start } = kept.anchor;
    // What began within the changed part is gone.
    if (start >= change.start && start < change.end) continue;
    const now = start >= change.end ? start + change.shift : start;
    if (now > offset) return undefined;
    if (now === offset) return kept;
  }
  return undefined;
}

function advance(reading: FileReading): void {
  const unit = reading.before[reading.next];
  reading.within += 1;
  if (unit instanceof Stretch && reading.within < unit.kept.length) return;
  reading.next += 1;
  reading.within = 0;
}

/** Whether neither the text that was looked at has changed nor anything else that it depended on. */
function holds(unit: Unit, start: number, { start: from, end }: TextChange, point: ReadingPoint): boolean {
  const untouched = start >= end || start + unit.reach <= from;
  return untouched && unit.followsMacro === point.followsMacro && sameMacros(unit.macros, point.macros);
}

function unitAt<One extends Unit>(units: readonly One[], offset: number): One | undefined {
  let [low, high] = [0, units.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const here = units[middle] as One;
    const start = startOf(here);
    if (offset < start) high = middle - 1;
    else if (offset >= start + here.length) low = middle + 1;
    else return here;
  }
  return undefined;
}
