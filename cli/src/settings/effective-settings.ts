import {
  type Because,
  chooseRules,
  defaultsOf,
  knownRules,
  type OptionValues,
  type Severity,
} from '@smtpd-conf/checker';
import type { CheckArguments, CheckOptions } from '../check/check-options.js';
import { choicesFor, failOnFor } from './load-settings.js';

/** A value and what gave it: `default`, an option of the command line, or `FILE:LINE`. */
export interface Effective<T> {
  readonly value: T;
  readonly source: string;
}

export interface EffectiveRule {
  readonly id: string;
  readonly severity: Severity | 'off';
  readonly options: OptionValues;
  readonly source: string;
}

/** Everything that `check` would do to a file, and where it is said. */
export interface EffectiveSettings {
  readonly path: string;
  readonly settingsFile: string | null;
  readonly target: Effective<string>;
  readonly platform: Effective<string>;
  readonly failOn: Effective<Severity>;
  /** Null for no limit. */
  readonly maxWarnings: Effective<number | null>;
  readonly rules: readonly EffectiveRule[];
}

/** What holds for a file, given the arguments that `check` would have. */
export function effectiveSettings(path: string, options: CheckOptions, { values }: CheckArguments): EffectiveSettings {
  const { settings: loaded, target, maxWarnings } = options;
  const failOn = failOnFor(path, options);
  const sourceOf = (option: 'target' | 'platform' | 'fail-on' | 'max-warnings', key?: keyof typeof loaded.settings) => {
    if (values[option] !== undefined) return `--${option}`;
    return key === undefined || loaded.settings[key] === undefined
      ? 'default'
      : `${loaded.path}:${loaded.lineOf([key])}`;
  };
  return {
    path,
    settingsFile: loaded.path ?? null,
    target: { value: target.version, source: sourceOf('target', 'target') },
    platform: { value: target.platform, source: sourceOf('platform', 'platform') },
    failOn: {
      value: failOn.value,
      source: failOn.keys ? `${loaded.path}:${loaded.lineOf(failOn.keys)}` : sourceOf('fail-on'),
    },
    maxWarnings: {
      value: Number.isFinite(maxWarnings) ? maxWarnings : null,
      source: sourceOf('max-warnings', 'maxWarnings'),
    },
    rules: effectiveRules(path, options),
  };
}

function effectiveRules(path: string, { settings: loaded, choice }: CheckOptions): readonly EffectiveRule[] {
  const choices = choicesFor(path, loaded);
  const { severities, options, because } = chooseRules([...choices, choice], knownRules());
  const sourceOf = (by: Because | undefined): string => {
    if (by === undefined) return 'default';
    if (by.choice === choices.length) return `--${by.path[0]}`;
    const index = choices[by.choice]?.index;
    const keys = index === undefined ? by.path : ['overrides', index, ...by.path];
    return `${loaded.path}:${loaded.lineOf(keys)}`;
  };
  return knownRules().map((rule) => ({
    id: rule.id,
    severity: severities.get(rule.id) ?? rule.severity,
    options: { ...defaultsOf(rule), ...options.get(rule.id) },
    source: sourceOf(because.get(rule.id)),
  }));
}
