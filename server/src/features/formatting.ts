import { format } from '@smtpd-conf/grammar';
import type { Snapshot } from '../snapshot.js';

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The edits that give the document its usual layout, line by line so that cursors stay. */
export function formatDocument(snapshot: Snapshot): readonly TextEdit[] {
  return lineEdits(snapshot.source.text, format(snapshot.source, { version: snapshot.settings.target.version }));
}

/** Those of the edits that change lines of a range; a line at whose beginning the range ends is none of them. */
export function formatRange(snapshot: Snapshot, start: number, end: number): readonly TextEdit[] {
  const { lines } = snapshot.source;
  const last = (from: number, to: number): number => lines.positionAt(to > from ? to - 1 : to).line;
  const from = lines.positionAt(start).line;
  const to = last(start, end);
  return formatDocument(snapshot).filter(
    (edit) => lines.positionAt(edit.start).line <= to && last(edit.start, edit.end) >= from,
  );
}

/** After a line feed or a closing brace was typed before an offset: the line that it ended, or stands in. */
export function formatOnType(snapshot: Snapshot, offset: number, typed: string): readonly TextEdit[] {
  const { lines } = snapshot.source;
  const { line } = lines.positionAt(offset);
  const done = typed === '\n' ? Math.max(1, line - 1) : line;
  const start = lines.offsetAt({ line: done, column: 1 });
  // Its line feed is a part of the line.
  const end = start + lines.lineText(done).length + 1;
  // The line that is being written keeps its indent, and a blank one that was just made stays.
  return formatDocument(snapshot).filter((edit) => edit.start >= start && edit.end <= end);
}

/**
 * Edits from one text to another, each within lines that differ. The formatter keeps the order of words, so that lines
 * are found again by what they hold besides blanks.
 */
export function lineEdits(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const old = splitLines(before);
  const neu = splitLines(after);
  const edits: TextEdit[] = [];
  let at = 0;
  let i = 0;
  let j = 0;
  while (i < old.length || j < neu.length) {
    if (i < old.length && j < neu.length && old[i] === neu[j]) {
      at += (old[i] as string).length;
      i += 1;
      j += 1;
      continue;
    }
    // The shortest stretch of both that leads to a line they share.
    const next = resync(old, neu, i, j);
    const removed = old.slice(i, next.i).join('');
    edits.push({ start: at, end: at + removed.length, text: neu.slice(j, next.j).join('') });
    at += removed.length;
    i = next.i;
    j = next.j;
  }
  return edits;
}

/** How far ahead a shared line is looked for. */
const REACH = 40;

function resync(old: readonly string[], neu: readonly string[], i: number, j: number): { i: number; j: number } {
  for (let reach = 1; reach <= REACH; reach += 1) {
    for (let a = 0; a <= reach; a += 1) {
      const b = reach - a;
      const line = old[i + a];
      if (line !== undefined && line.trim() !== '' && line === neu[j + b]) return { i: i + a, j: j + b };
    }
    // One line against one, where both changed in place.
    if (reach === 2 && squeezed(old[i]) === squeezed(neu[j]) && old[i] !== undefined) return { i: i + 1, j: j + 1 };
  }
  return squeezed(old[i]) === squeezed(neu[j]) && old[i] !== undefined
    ? { i: i + 1, j: j + 1 }
    : { i: old.length, j: neu.length };
}

function squeezed(line: string | undefined): string | undefined {
  return line?.replace(/\s+/g, '');
}

/** Lines with their line feeds. */
function splitLines(text: string): string[] {
  return text.split(/(?<=\n)/);
}
