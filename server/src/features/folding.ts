import { documentOf, type Snapshot } from '../snapshot.js';
import { extentOf } from './statement-at.js';

/** Lines count from 0, both ends included. */
export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'comment' | 'region' | undefined;
}

/** Statements of several lines, runs of comments, and regions between `# region` and `# endregion`. */
export function foldingRanges(snapshot: Snapshot): readonly FoldingRange[] {
  const { source } = snapshot;
  const document = documentOf(snapshot);
  const lineOf = (offset: number): number => source.lines.positionAt(offset).line - 1;
  const ranges: FoldingRange[] = [];
  const add = (startLine: number, endLine: number, kind: FoldingRange['kind']): void => {
    if (endLine > startLine) ranges.push({ startLine, endLine, kind });
  };
  for (const statement of document.statements) {
    const { start, end } = extentOf(statement);
    add(lineOf(start), lineOf(end), undefined);
  }
  const regions: number[] = [];
  let run: { first: number; last: number } | undefined;
  for (const { start, end } of document.comments) {
    const [first, last] = [lineOf(start), lineOf(end)];
    const text = source.text.slice(start, end);
    if (/^#\s*region\b/.test(text)) regions.push(first);
    else if (/^#\s*endregion\b/.test(text)) {
      const opened = regions.pop();
      if (opened !== undefined) add(opened, last, 'region');
    }
    // Only comments with a line of their own belong together.
    const alone = source.lines
      .lineText(first + 1)
      .trimStart()
      .startsWith('#');
    if (run && alone && first === run.last + 1) run.last = last;
    else {
      if (run) add(run.first, run.last, 'comment');
      run = alone ? { first, last } : undefined;
    }
  }
  if (run) add(run.first, run.last, 'comment');
  return ranges.sort((a, b) => a.startLine - b.startLine);
}
