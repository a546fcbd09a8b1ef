import type { Severity } from '../finding.js';
import type { Choice } from './choose-rules.js';

/** What a settings file says (settings-schema.ts). */
export interface Settings extends Choice {
  readonly target?: string;
  readonly platform?: 'openbsd' | 'linux' | 'freebsd';
  readonly failOn?: Severity;
  readonly maxWarnings?: number;
  readonly overrides?: readonly Override[];
}

/** What is different for some files. */
export interface Override extends Choice {
  /** Globs, relative to the settings file. */
  readonly files: readonly string[];
  readonly failOn?: Severity;
}
