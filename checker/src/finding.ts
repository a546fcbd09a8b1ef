import type { Place, RelatedPlace } from '@smtpd-conf/compiler';
import type { Source } from '@smtpd-conf/grammar';

/** From the most to the least severe. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something wrong at a place, with what can be done about it. */
export interface Finding {
  /** The id of the rule; `internal-error` where a rule crashed. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, why it matters, what to do: sentences on one line. */
  readonly message: string;
  /** UTF-16 offsets, half open, in the file that `source` names; an empty span at 0 for what concerns the whole file. */
  readonly span: Place;
  readonly related: readonly RelatedPlace[];
  /** Alternatives, the best first. */
  readonly fixes: readonly Fix[];
}

/**
 * Edits that belong together. safe: the configuration means what its author meant, and nobody has to choose. unsafe: the
 * author should look, because decisions about mail change.
 */
export interface Fix {
  /** An instruction: "Quote the address". */
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  /** Do not overlap. */
  readonly edits: readonly Edit[];
}

/** Puts `text` in the place of a span; an insertion where the span is empty. */
export interface Edit {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
