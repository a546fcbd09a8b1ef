import type { Analysis, CompiledConfig, Origin } from '@smtpd-conf/compiler';
import type { Source } from '@smtpd-conf/grammar';
import type { ConfigSources } from '@smtpd-conf/simulator';
import { errorsKnown } from '../workspace/unseen.js';

export type DryRunConfig =
  | { readonly ok: true; readonly config: CompiledConfig }
  | { readonly ok: false; readonly message: string };

/**
 * The configuration that a daemon would run; of one that it refuses, where the first error is.
 * @param seesSystem of the host: whether what is not found is not there
 */
export function acceptedConfig(analysis: Analysis, seesSystem: boolean): DryRunConfig {
  const { known, unknown } = errorsKnown(analysis, seesSystem);
  const errors = known.length > 0 ? known : unknown;
  const [first] = errors;
  if (first === undefined) return { ok: true, config: analysis.config };
  const { place, what } = first;
  const where = place && `${place.source.name}:${place.source.lines.positionAt(place.start).line}: `;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const why =
    known.length > 0
      ? 'The daemon refuses this configuration; mend it first'
      : 'In the browser only files that are open are seen, and nothing of the host; this needs more';
  return { ok: false, message: `${why}: ${where ?? ''}${what}${more}` };
}

/** The lines that explanations show, of the texts that were read. */
export function sourcesOf({ state }: Analysis): ConfigSources {
  return {
    line: (file, line) => {
      const lines = state.sourceAt(file)?.lines;
      return lines?.lineText(line).trim();
    },
  };
}

/** The place in a text that a part of the configuration came from. */
export function placeOf(
  { state }: Analysis,
  origin: Origin | undefined,
): { readonly source: Source; readonly start: number; readonly end: number } | undefined {
  const source = origin && state.sourceAt(origin.file);
  return source && origin && { source, start: origin.start, end: origin.end };
}
