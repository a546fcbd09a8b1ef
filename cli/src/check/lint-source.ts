import { lintChosen, type Suppressed } from '@smtpd-conf/checker';
import { type Analysis, analyze, type World } from '@smtpd-conf/compiler';
import type { Source } from '@smtpd-conf/grammar';
import { choicesFor } from '../settings/load-settings.js';
import type { CheckOptions } from './check-options.js';

/** What is found in a configuration, with what its comments and the settings leave of it. `name` is what globs are held against. */
export function lintSource(
  source: Source,
  name: string,
  world: World,
  { target, settings, choice }: CheckOptions,
): { readonly analysis: Analysis; readonly suppressed: Suppressed } {
  const analysis = analyze(source, world, target);
  return { analysis, suppressed: lintChosen(analysis, [...choicesFor(name, settings), choice]) };
}
