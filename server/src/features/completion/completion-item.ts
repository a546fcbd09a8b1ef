import type { NameKind } from '../../index/name-index.js';

export type ItemKind = 'keyword' | 'value' | 'snippet' | 'file' | 'folder' | 'macro' | NameKind;

export interface CompletionItem {
  readonly label: string;
  readonly kind: ItemKind;
  /** Beside the label. */
  readonly detail?: string;
  readonly documentation?: string;
  /** What takes the place of `start` to `end`. */
  readonly text: string;
  /** Whether `text` has places to fill in, in the syntax of LSP snippets. */
  readonly snippet?: true;
  readonly start: number;
  readonly end: number;
}
