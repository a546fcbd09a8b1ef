import type { Analysis } from '@smtpd-conf/compiler';
import { knownRules } from '../known-rules.js';
import { type LintOptions, lint } from '../lint.js';
import { applySuppressions, type Suppressed, type SuppressionOptions } from '../suppressions/apply-suppressions.js';
import { type Choice, chooseRules } from './choose-rules.js';

/** What is found in a configuration, with what choices, of which later ones win, and comments leave of it. */
export function lintChosen(
  analysis: Analysis,
  choices: readonly Choice[],
  { memory, commentsOf }: Pick<LintOptions, 'memory'> & Pick<SuppressionOptions, 'commentsOf'> = {},
): Suppressed {
  const { severities, options } = chooseRules(choices, knownRules());
  const { state } = analysis;
  return applySuppressions(
    lint(analysis, { severities, options, memory }),
    state.files.flatMap((_, index) => state.sourceAt(index) ?? []),
    {
      version: state.target.version,
      today: new Date().toISOString().slice(0, 10),
      severities,
      ...(commentsOf === undefined ? {} : { commentsOf }),
    },
  );
}
