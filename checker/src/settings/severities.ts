import type { Severity } from '../finding.js';
import type { RuleSetting } from './settings.js';

/** The parts of the settings that decide which rules run, and how severe they are. */
export interface Choice {
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly rules?: Readonly<Record<string, RuleSetting>>;
}

interface Known {
  readonly id: string;
  readonly category: string;
  readonly aliases?: readonly string[];
}

/**
 * What each rule is to be, after choices of which later ones win: for `lint`. A name is an id, a former id, a category or
 * `all`. Errors of the daemon's own check stay unless their id is turned off by name.
 */
export function severitiesOf(
  choices: readonly Choice[],
  known: readonly Known[],
): ReadonlyMap<string, Severity | 'off'> {
  const severities = new Map<string, Severity | 'off'>();
  for (const { select, ignore, rules } of choices) {
    if (select) for (const one of known) if (!select.some((name) => isMeant(one, name))) severities.set(one.id, 'off');
    if (select) for (const one of known) if (select.some((name) => isMeant(one, name))) severities.delete(one.id);
    for (const name of ignore ?? []) {
      for (const one of known) if (isMeant(one, name)) severities.set(one.id, 'off');
    }
    for (const [name, setting] of Object.entries(rules ?? {})) {
      for (const { id } of known.filter((one) => isMeant(one, name))) {
        if (setting === 'on') severities.delete(id);
        else severities.set(id, setting);
      }
    }
  }
  return severities;
}

/** The names that no rule has, so that a misspelt one is not taken for a rule that finds nothing. */
export function unknownNames(choices: readonly Choice[], known: readonly Known[]): readonly string[] {
  const names = choices.flatMap(({ select = [], ignore = [], rules = {} }) => [
    ...select,
    ...ignore,
    ...Object.keys(rules),
  ]);
  return [...new Set(names)].filter((name) => !known.some((one) => isMeant(one, name)));
}

function isMeant({ id, category, aliases = [] }: Known, name: string): boolean {
  return name === 'all' || name === id || name === category || aliases.includes(name);
}
