import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  type Choice,
  knownRules,
  meantRule,
  type Override,
  type Settings,
  type Severity,
  settingsSchema,
  unknownNames,
} from '@smtpd-conf/checker';
import { parseChecked } from '@smtpd-conf/compiler';
import picomatch from 'picomatch';
import { UserError } from '../exit-status.js';
import { readSource } from '../read-source.js';

/** Settings with where they come from. */
export interface LoadedSettings {
  /** The file; undefined where there is none, or none is wanted. */
  readonly path: string | undefined;
  readonly settings: Settings;
  /** The line that a value stands in, by its keys and indices from the top; 1 where it is not there. */
  lineOf(path: readonly (string | number)[]): number;
}

/** No settings at all. */
export const NO_SETTINGS: LoadedSettings = { path: undefined, settings: {}, lineOf: () => 1 };

/** By precedence. */
const NAMES = ['.smtpd-lint.json', '.smtpd-lint.yaml', '.smtpd-lint.yml'] as const;
const KEY = 'smtpd-lint';

/**
 * The settings in the file that `--config` names, or in the nearest one of the working directory and those above it. Throws
 * a UserError with every fault and its line.
 */
export async function loadSettings(named: string | undefined): Promise<LoadedSettings> {
  const path = named ?? findSettings(process.cwd());
  if (path === undefined) return NO_SETTINGS;
  const { text } = readSource(path);
  const inPackage = path.endsWith('package.json');
  const schema = inPackage ? packageSchema() : settingsSchema();
  const parsed = await parseChecked<Settings & { readonly [KEY]?: Settings }>(text, path, schema, 'a settings file');
  if (!parsed.ok) {
    const lines = parsed.problems.map(
      ({ file, place, message }) => `${file}:${place.line}:${place.column}: ${message}`,
    );
    throw new UserError(`the settings cannot be read\n${lines.join('\n')}`);
  }
  const settings = inPackage ? (parsed.value[KEY] ?? {}) : parsed.value;
  const unknown = unknownNames([settings, ...(settings.overrides ?? [])], knownRules());
  if (unknown.length > 0) {
    const lines = unknown.map(
      (name) => `${path}:${lineOfWord(text, name)}: there is no rule or category "${name}"${meantRule(name)}`,
    );
    throw new UserError(`the settings cannot be used; \`smtpd-lint rules\` lists the rules\n${lines.join('\n')}`);
  }
  const top = inPackage ? [KEY] : [];
  return { path, settings, lineOf: (keys) => parsed.placeOf([...top, ...keys]).line };
}

/** The settings' schema for package.json, of which the rest is not for us to judge. */
function packageSchema(): object {
  const { definitions, ...schema } = settingsSchema() as { readonly definitions: object };
  return { type: 'object', properties: { [KEY]: schema }, definitions };
}

/** What the settings choose for a file: those for all files first, then the overrides that name it, with their index. */
export function choicesFor(
  file: string,
  { path, settings }: LoadedSettings,
): readonly (Choice & Pick<Override, 'failOn'> & { readonly index?: number })[] {
  const base = dirname(resolve(path ?? '.'));
  const name = relative(base, resolve(file)).split(sep).join('/');
  const overrides = (settings.overrides ?? []).map((one, index) => ({ ...one, index }));
  return [settings, ...overrides.filter(({ files }) => isNamed(name, files))];
}

/** The least severity that counts for a file, and the keys of the settings that say so; the command line wins. */
export function failOnFor(
  file: string,
  { failOn, settings }: { readonly failOn: Severity | undefined; readonly settings: LoadedSettings },
): { readonly value: Severity; readonly keys?: readonly (string | number)[] } {
  if (failOn !== undefined) return { value: failOn };
  for (const choice of choicesFor(file, settings).toReversed()) {
    const { failOn: value, index } = choice;
    if (value !== undefined) return { value, keys: index === undefined ? ['failOn'] : ['overrides', index, 'failOn'] };
  }
  return { value: 'error' };
}

/** As .gitignore has it, a pattern without a slash means a name in any directory. */
function isNamed(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    picomatch(pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`, { dot: true })(name),
  );
}

function findSettings(directory: string): string | undefined {
  const [found] = settingsIn(directory);
  if (found !== undefined) return shown(found);
  const parent = dirname(directory);
  return parent === directory ? undefined : findSettings(parent);
}

/** The settings files of a directory, by precedence: only the first is read. */
export function settingsIn(directory: string): readonly string[] {
  const own = NAMES.map((name) => join(directory, name)).filter((path) => existsSync(path));
  const manifest = join(directory, 'package.json');
  return hasKey(manifest) ? [...own, manifest] : own;
}

/** As people would name it. */
function shown(path: string): string {
  const name = relative(process.cwd(), path);
  return name.startsWith('..') ? path : name;
}

function hasKey(manifest: string): boolean {
  try {
    return Object.hasOwn(JSON.parse(readFileSync(manifest, 'utf8')), KEY);
  } catch {
    // None, or one that is not for us to complain about.
    return false;
  }
}

function lineOfWord(text: string, name: string): number {
  return text.slice(0, Math.max(0, text.indexOf(name))).split('\n').length;
}
