import type { Statement } from '../ast/statement.js';
import type { MacroDefinition, Token } from '../lexer/token.js';
import type { Anchor } from '../text/anchor.js';
import type { Span } from '../text/span.js';

/** A macro that was asked for, and where it got its value, or else the value; undefined where there was none. */
export type MacroLookup = readonly [name: string, value: Token | string | undefined];

/** Statements that follow one another and are taken over at once. */
export interface Together {
  readonly kept: readonly KeptStatement[];
  /** Whatever the owner of the memory knows of them. */
  note?: unknown;
}

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
  /** Whether it is to be taken over, if at all, by itself: what it does decides about what follows. */
  alone: boolean;
  /** What it is taken over with. */
  stretch: Together | undefined;
  /** In how many readings on end it was taken over by itself. */
  rounds: number;
  /** Whatever the owner of the memory knows of the statement. */
  note?: unknown;
}

export type Macros = Pick<ReadonlyMap<string, MacroDefinition>, 'get'>;

/** Whether all macros that were asked for are what they were. */
export function sameMacros(lookups: readonly MacroLookup[], macros: Macros): boolean {
  return lookups.length === 0 || lookups.every(([name, value]) => originOf(macros.get(name)) === value);
}

/** What tells a macro's value from another that it may have. */
export function originOf(definition: MacroDefinition | undefined): MacroLookup[1] {
  return definition?.token ?? definition?.value;
}
