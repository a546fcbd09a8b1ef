import type { Version } from '../language/version.js';
import type { Source } from '../text/source.js';
import type { Span } from '../text/span.js';
import type { Statement, SyntaxFault } from './statement.js';

/** One file, read tolerantly and without following its includes. */
export interface Document {
  readonly kind: 'document';
  readonly source: Source;
  readonly version: Version;
  readonly statements: readonly Statement[];
  /** From `#` to before the line feed; a comment whose line ends in a backslash goes on over the next one. */
  readonly comments: readonly Span[];
  /** Put together when asked for. What is written, in order: words and signs, and between them white space and comments. */
  readonly pieces: readonly Piece[];
}

/** A stretch of the text as it stands in the file. All pieces together are the file. */
export interface Piece extends Span {
  readonly kind: 'word' | 'gap';
  readonly text: string;
}

export interface Parsed {
  readonly ast: Document;
  readonly errors: readonly SyntaxFault[];
}
