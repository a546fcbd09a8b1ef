import type { Analysis, CompiledConfig, Origin } from '@smtpd-conf/compiler';
import type { Source } from '@smtpd-conf/grammar';
import type { ConfigSources } from '@smtpd-conf/simulator';

export type DryRunConfig =
  | { readonly ok: true; readonly config: CompiledConfig }
  | { readonly ok: false; readonly message: string };

/** The configuration that a daemon would run; of one that it refuses, where the first error is. */
export function acceptedConfig({ problems, config }: Analysis): DryRunConfig {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return { ok: true, config };
  const { place, what } = first;
  const where = place && `${place.source.name}:${place.source.lines.positionAt(place.start).line}: `;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return { ok: false, message: `The daemon refuses this configuration; mend it first: ${where ?? ''}${what}${more}` };
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
