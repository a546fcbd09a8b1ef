import { eastAsianWidth } from 'get-east-asian-width';
import type { Diagnostic } from './file-report.js';
import { printable } from './printable.js';

/** Longer lines are shown only around what is underlined. */
const WIDEST = 160;
const TAB = 8;
const ELLIPSIS = '…';
const COMBINING = /^[\p{M}\p{Cf}]$/u;

/** A part of a line as a terminal shows it. */
interface Cell {
  readonly text: string;
  /** In columns of the terminal. */
  readonly width: number;
  /** UTF-16 code units from the start of the line. */
  readonly start: number;
}

/** The line that a finding begins in, and its underline; nothing for one without a place. `columns` is the room there is. */
export function excerpt({ line: whole, range }: Diagnostic, columns: number = WIDEST): string[] {
  const { start, end } = range;
  if (start.line === end.line && start.column === end.column) return [];
  const gutter = `${start.line} | `;
  const room = Math.max(40, Math.min(WIDEST, columns - gutter.length - 2));
  const first = start.column - 1;
  const last = end.line === start.line ? end.column - 1 : whole.length;
  const { cells, before, after } = window(cellsOf(whole, first), first, room);
  const shown = cells.map(({ text }) => text).join('');
  const widthOf = (part: readonly Cell[]): number => part.reduce((sum, { width }) => sum + width, 0);
  const indent = before.length + widthOf(cells.filter((cell) => cell.start < first));
  const under = widthOf(cells.filter((cell) => cell.start >= first && cell.start < last));
  return [
    `  ${gutter}${before}${shown}${after}`.trimEnd(),
    `  ${' '.repeat(gutter.length - 2)}| ${' '.repeat(indent)}${'~'.repeat(Math.max(1, under))}`,
  ];
}

/** The cells around a place; tabs are spaces up to the next stop, and what cannot be shown is replaced. */
function cellsOf(whole: string, around: number): Cell[] {
  // Lines of a megabyte are not taken apart for each of their findings.
  const from = Math.max(0, around - WIDEST);
  const cells: Cell[] = [];
  let column = 0;
  let start = from;
  for (const character of whole.slice(from, around + 2 * WIDEST).replace(/\r$/, '')) {
    const plain = character >= ' ' && character <= '~';
    const shown = plain ? character : character === '\t' ? ' '.repeat(TAB - (column % TAB)) : printable(character);
    const width = plain ? 1 : character === '\t' ? shown.length : widthOf(shown);
    cells.push({ text: shown, width, start });
    column += width;
    start += character.length;
  }
  return cells;
}

function widthOf(character: string): number {
  return COMBINING.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
}

/** As many cells as there is room for, with what is underlined among them. */
function window(
  all: readonly Cell[],
  first: number,
  room: number,
): { readonly cells: readonly Cell[]; readonly before: string; readonly after: string } {
  const total = all.reduce((sum, { width }) => sum + width, 0);
  const cutBefore = all[0] !== undefined && all[0].start > 0;
  if (total <= room && !cutBefore) return { cells: all, before: '', after: '' };
  const at = all.findIndex(({ start }) => start >= first);
  let from = at === -1 ? all.length : at;
  for (let lead = 0; from > 0 && lead < room / 2; from--) lead += all[from - 1]?.width ?? 0;
  let to = from;
  for (let used = 0; to < all.length; to++) {
    used += all[to]?.width ?? 0;
    if (used > room - 2) break;
  }
  return {
    cells: all.slice(from, to),
    before: from > 0 || cutBefore ? ELLIPSIS : '',
    after: to < all.length ? ELLIPSIS : '',
  };
}
