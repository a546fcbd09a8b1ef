/** A place in a text as people name it: both numbers count from 1, columns in UTF-16 code units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/**
 * Maps UTF-16 offsets to lines and back. Lines end at `\n` only, as the daemon counts them; a `\r` belongs to its line.
 */
export class LineIndex {
  /** Offset at which each line starts; entry 0 is line 1. */
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The line and column (1-based) of an offset; offsets outside the text are clamped into it. */
  positionAt(offset: number): LineColumn {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: clamped - (this.starts[low] ?? 0) + 1 };
  }

  /** The offset of a line and column (1-based); a column past the end of its line is the end of that line. */
  offsetAt({ line, column }: LineColumn): number {
    const index = Math.max(0, Math.min(line - 1, this.starts.length - 1));
    const start = this.starts[index] ?? 0;
    const end = this.starts[index + 1] ?? this.text.length + 1;
    return Math.min(start + Math.max(0, column - 1), end - 1);
  }

  /** The text of a line (1-based) without its line feed. */
  lineText(line: number): string {
    const start = this.starts[line - 1];
    if (start === undefined) return '';
    const next = this.starts[line];
    return this.text.slice(start, next === undefined ? this.text.length : next - 1);
  }
}
