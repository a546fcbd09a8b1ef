import type { PolicyFileResult } from '../policy/run-policy-file.js';

export interface UncoveredPart {
  readonly file: string;
  readonly line: number;
  readonly rule: number;
  readonly text: string;
}

/** What no test decided, by the lines of the configuration. */
export function uncoveredParts({ config, coverage }: PolicyFileResult): readonly UncoveredPart[] {
  return coverage.uncovered(config).map(({ rule, origin, decided, criteria }) => ({
    file: config.files[origin.file] ?? '',
    line: origin.line,
    rule,
    text: decided ? `no test fails ${criteria.join(', ')} of rule ${rule}` : `no test is decided by rule ${rule}`,
  }));
}
