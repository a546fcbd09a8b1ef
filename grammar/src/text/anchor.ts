import type { Source } from './source.js';
import type { Span } from './span.js';

/**
 * Where a stretch of text begins in the file as it is now. What is kept of the stretch over an edit stands in relation to
 * it, so that an edit moves the anchors behind it and nothing else.
 */
export interface Anchor {
  source: Source;
  /** UTF-16 offset. */
  start: number;
  /** Counting from 1. */
  line: number;
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
