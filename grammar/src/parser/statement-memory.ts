import type { Statement } from '../ast/statement.js';
import type { MacroDefinition, Token } from '../lexer/token.js';
import type { Anchor } from '../text/anchor.js';
import { changedPart, type TextChange } from '../text/changed-part.js';
import type { Source } from '../text/source.js';
import type { Span } from '../text/span.js';

/** A macro that was asked for, and where it got its value, or else the value; undefined where there was none. */
export type MacroLookup = readonly [name: string, value: Token | string | undefined];

/** A statement as it was read, with all that reading it depended on. */
export interface KeptStatement {
  readonly statement: Statement;
  readonly blankLines: number;
  /** Where reading began: behind the statement before. */
  readonly anchor: Anchor;
  /** How far reading went on from there, and over how many lines. */
  readonly length: number;
  readonly lines: number;
  /** How much of the text was looked at. */
  readonly reach: number;
  readonly macros: readonly MacroLookup[];
  /** From the anchor on. */
  readonly comments: readonly Span[];
  /** Whether the statement before was a macro's definition, and whether this one is. */
  readonly followsMacro: boolean;
  readonly isMacro: boolean;
  /** Whatever the owner of the memory knows of the statement. */
  note?: unknown;
}

interface FileReading {
  readonly source: Source;
  readonly before: readonly KeptStatement[];
  readonly change: TextChange;
  /** Index of the next statement in `before`. */
  next: number;
  readonly kept: KeptStatement[];
}

/**
 * The statements of a reading, for the next one after an edit: a statement whose text and macros are as they were is taken
 * over with its tokens. What is taken over moves, so that an earlier reading is out of date once a new one has begun.
 */
export class StatementMemory {
  private before = new Map<string, FileReading>();
  private readings = new Map<string, FileReading>();
  private readonly bySource = new Map<Source, FileReading>();
  /** The reading asked for last. */
  private current: FileReading | undefined;

  /** Begins a reading; the one before is what it takes over from. */
  begin(): void {
    this.before = this.readings;
    this.readings = new Map();
    this.bySource.clear();
    this.current = undefined;
  }

  /**
   * The statement that begins at an offset, where it is as it was; it stands there now.
   * @param line counting from 1
   * @param followsMacro whether the statement before was a macro's definition
   */
  recall(
    source: Source,
    offset: number,
    line: number,
    followsMacro: boolean,
    macros: Macros,
  ): KeptStatement | undefined {
    const reading = this.readingOf(source);
    const { before, change } = reading;
    for (; reading.next < before.length; reading.next += 1) {
      const kept = before[reading.next] as KeptStatement;
      const { start } = kept.anchor;
      const now = start >= change.end ? start + change.shift : start;
      // What began within the changed part is gone.
      if (start >= change.start && start < change.end) continue;
      if (now > offset) return undefined;
      if (now < offset) continue;
      const untouched = start >= change.end || start + kept.reach <= change.start;
      if (!untouched || kept.followsMacro !== followsMacro || !sameMacros(kept.macros, macros)) return undefined;
      reading.next += 1;
      kept.anchor.source = source;
      kept.anchor.start = offset;
      kept.anchor.line = line;
      reading.kept.push(kept);
      return kept;
    }
    return undefined;
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
    const kept = this.bySource.get(source)?.kept ?? [];
    let low = 0;
    let high = kept.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const here = kept[middle] as KeptStatement;
      if (offset < here.anchor.start) high = middle - 1;
      else if (offset >= here.anchor.start + here.length) low = middle + 1;
      else return here;
    }
    return undefined;
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
      reading = { source, before: same ? (before?.kept ?? []) : [], change, next: 0, kept: [] };
      this.readings.set(key, reading);
      this.bySource.set(source, reading);
    }
    this.current = reading;
    return reading;
  }
}

type Macros = Pick<ReadonlyMap<string, MacroDefinition>, 'get'>;

function sameMacros(lookups: readonly MacroLookup[], macros: Macros): boolean {
  return lookups.length === 0 || lookups.every(([name, value]) => originOf(macros.get(name)) === value);
}

/** What tells a macro's value from another that it may have. */
export function originOf(definition: MacroDefinition | undefined): MacroLookup[1] {
  return definition?.token ?? definition?.value;
}
