import { type CheckedProblem, parseChecked } from '@smtpd-conf/compiler';
import { NO_RELEASE, resolveVersion } from '@smtpd-conf/grammar';
import { knownRules, meantRule } from '../known-rules.js';
import { type Choice, unknownNames } from './choose-rules.js';
import { isManifest, SETTINGS_KEY } from './find-settings.js';
import type { Override, Settings } from './settings.js';
import { settingsSchema } from './settings-schema.js';

/** What settings say of one file; `index` is that of the override that says it. */
export type ChoiceOfFile = Choice & Pick<Override, 'failOn'> & { readonly index?: number };

/** Settings that can be used. */
export interface UsableSettings {
  readonly settings: Settings;
  /** The line that a value stands in, from 1, by its keys and indices from the top; 1 where it is not there. */
  lineOf(path: readonly (string | number)[]): number;
  /**
   * What is chosen for a configuration: what holds for all files first, then the overrides that name this one. `name` is as
   * seen from the directory of the settings file, with slashes.
   */
  choicesFor(name: string): readonly ChoiceOfFile[];
}

export type SettingsRead =
  | ({ readonly ok: true } & UsableSettings)
  | {
      readonly ok: false;
      /** What the problems have in common, in half a sentence. */
      readonly what: string;
      readonly problems: readonly CheckedProblem[];
    };

/** No settings at all. */
export const NO_CHOICES: UsableSettings = { settings: {}, lineOf: () => 1, choicesFor: () => [] };

/** Reads the text of a settings file, whose path tells what kind it is. The libraries for it are loaded when it is called. */
export async function readSettings(text: string, path: string): Promise<SettingsRead> {
  const inPackage = isManifest(path);
  const schema = inPackage ? packageSchema() : settingsSchema();
  const parsed = await parseChecked<Settings & { readonly [SETTINGS_KEY]?: Settings }>(
    text,
    path,
    schema,
    'a settings file',
  );
  if (!parsed.ok) return { ok: false, what: 'the settings cannot be read', problems: parsed.problems };
  const settings = inPackage ? (parsed.value[SETTINGS_KEY] ?? {}) : parsed.value;
  const placeOf = (keys: readonly (string | number)[]) => parsed.placeOf(inPackage ? [SETTINGS_KEY, ...keys] : keys);
  const unknown = unknownNames([settings, ...(settings.overrides ?? [])], knownRules());
  if (unknown.length > 0) {
    const problems = unknown.map((name) => ({
      file: path,
      place: placeOfWord(text, name),
      message: `there is no rule or category "${name}"${meantRule(name)}`,
    }));
    return { ok: false, what: 'the settings cannot be used; `smtpd-lint rules` lists the rules', problems };
  }
  const { target } = settings;
  if (target !== undefined && resolveVersion(target) === undefined) {
    const message = `target ${target}: ${NO_RELEASE}`;
    const problems = [{ file: path, place: placeOf(['target']), message }];
    return { ok: false, what: 'the settings cannot be used', problems };
  }
  const isNamed = await matcher();
  return {
    ok: true,
    settings,
    lineOf: (keys) => placeOf(keys).line,
    choicesFor: (name) => {
      const overrides = (settings.overrides ?? []).map((one, index) => ({ ...one, index }));
      return [settings, ...overrides.filter(({ files }) => isNamed(name, files))];
    },
  };
}

/** The settings' schema for package.json, of which the rest is not for us to judge. */
function packageSchema(): object {
  const { definitions, ...schema } = settingsSchema() as { readonly definitions: object };
  return { type: 'object', properties: { [SETTINGS_KEY]: schema }, definitions };
}

/** As .gitignore has it, a pattern without a slash means a name in any directory. */
async function matcher(): Promise<(name: string, patterns: readonly string[]) => boolean> {
  const { default: picomatch } = await import('picomatch');
  return (name, patterns) =>
    patterns.some((pattern) =>
      picomatch(pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`, { dot: true })(name),
    );
}

function placeOfWord(text: string, name: string): CheckedProblem['place'] {
  const before = text.slice(0, Math.max(0, text.indexOf(name))).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
