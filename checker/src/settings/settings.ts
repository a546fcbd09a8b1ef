import type { Severity } from '../finding.js';

/** `off` leaves a rule out; `on` runs it in its own severity. */
export type RuleSetting = 'off' | 'on' | Severity;

/** What a settings file says (settings.schema.ts). */
export interface Settings {
  readonly target?: string;
  readonly platform?: 'openbsd' | 'linux' | 'freebsd';
  /** Ids or categories: only these. */
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly failOn?: Severity;
  readonly maxWarnings?: number;
  readonly overrides?: readonly Override[];
}

/** What is different for some files. */
export interface Override {
  /** Globs, relative to the settings file. */
  readonly files: readonly string[];
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly rules?: Readonly<Record<string, RuleSetting>>;
}
