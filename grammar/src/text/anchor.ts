import type { Source } from './source.js';
import type { Span } from './span.js';

/** A place in a text as it is now, by which others stand; an edit moves it. */
export interface Base {
  source: Source;
  /** UTF-16 offset. */
  start: number;
  /** Counting from 1. */
  line: number;
}

/**
 * Where a part of a text begins in the file as it is now. What is kept of the part over an edit stands in relation to it.
 * Anchors in turn stand by a base, which many may share, so that an edit moves the bases behind it and nothing else.
 */
export class Anchor {
  private from = 0;
  private down = 0;

  constructor(private base: Base) {}

  get source(): Source {
    return this.base.source;
  }

  get start(): number {
    return this.base.start + this.from;
  }

  get line(): number {
    return this.base.line + this.down;
  }

  /** Stands by another base from now on, where it is. */
  join(base: Base): void {
    const { start, line } = this;
    this.from = start - base.start;
    this.down = line - base.line;
    this.base = base;
  }

  /** Stands somewhere else from now on, alone. */
  moveTo(base: Base): void {
    this.from = 0;
    this.down = 0;
    this.base = base;
  }
}

/** A place that moves with an anchor. */
export class AnchoredPlace {
  private readonly from: number;
  private readonly to: number;

  /** @param span where it is while the anchor is where it is */
  constructor(
    protected readonly anchor: Anchor,
    { start, end }: Span,
  ) {
    this.from = start - anchor.start;
    this.to = end - anchor.start;
  }

  get source(): Source {
    return this.anchor.source;
  }

  get start(): number {
    return this.anchor.start + this.from;
  }

  get end(): number {
    return this.anchor.start + this.to;
  }
}
