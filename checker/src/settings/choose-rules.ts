import type { Severity } from '../finding.js';
import type { OptionValues } from '../rule.js';

/** `off` leaves a rule out; `on` runs it in its own severity. */
export type RuleLevel = 'off' | 'on' | Severity;

/** What is said of a rule: its severity, or that and its options under their names. */
export type RuleSetting = RuleLevel | { readonly severity?: RuleLevel; readonly [option: string]: unknown };

/** The parts of the settings that decide which rules run, how severe they are, and with which options. */
export interface Choice {
  /** Ids, former ids, categories or `all`: only these. */
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  readonly rules?: Readonly<Record<string, RuleSetting>>;
}

/** What is to be known of a rule to choose it. */
interface Known {
  readonly id: string;
  readonly category: string;
  readonly aliases?: readonly string[];
}

/** Which of several choices decided about a rule: its index, and the keys and indices that lead to the words. */
export interface Because {
  readonly choice: number;
  readonly path: readonly (string | number)[];
}

/** What choices make of the rules, by their ids: for `lint`. What is not in a map is as the rule has it. */
export interface ChosenRules {
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  readonly options: ReadonlyMap<string, OptionValues>;
  readonly because: ReadonlyMap<string, Because>;
}

/** Goes through the choices; later ones win. */
export function chooseRules(choices: readonly Choice[], known: readonly Known[]): ChosenRules {
  const severities = new Map<string, Severity | 'off'>();
  const options = new Map<string, OptionValues>();
  const because = new Map<string, Because>();
  for (const [choice, { select, ignore = [], rules = {} }] of choices.entries()) {
    const decide = (id: string, severity: Severity | 'off' | 'on' | undefined, ...path: Because['path']): void => {
      if (severity === 'on') severities.delete(id);
      else if (severity !== undefined) severities.set(id, severity);
      because.set(id, { choice, path });
    };
    for (const one of select ? known : []) {
      const at = select?.findIndex((name) => isMeant(one, name)) ?? -1;
      if (at === -1) decide(one.id, 'off', 'select');
      else decide(one.id, 'on', 'select', at);
    }
    for (const [at, name] of ignore.entries()) {
      for (const one of known) if (isMeant(one, name)) decide(one.id, 'off', 'ignore', at);
    }
    for (const [name, setting] of Object.entries(rules)) {
      for (const { id } of known.filter((one) => isMeant(one, name))) {
        const { severity, ...values } = typeof setting === 'string' ? { severity: setting } : setting;
        decide(id, severity, 'rules', name);
        if (Object.keys(values).length > 0) options.set(id, { ...options.get(id), ...values });
      }
    }
  }
  return { severities, options, because };
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
