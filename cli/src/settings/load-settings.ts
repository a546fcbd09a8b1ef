import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type Choice, knownRules, SETTINGS_SCHEMA, type Settings, unknownNames } from '@smtpd-conf/checker';
import { parseChecked } from '@smtpd-conf/compiler';
import picomatch from 'picomatch';
import { UserError } from '../exit-status.js';
import { readSource } from '../read-source.js';

/** Settings with where they come from. */
export interface LoadedSettings {
  /** The file; undefined where there is none, or none is wanted. */
  readonly path: string | undefined;
  readonly settings: Settings;
}

/** By precedence. */
const NAMES = ['.smtpd-lint.json', '.smtpd-lint.yaml', '.smtpd-lint.yml'] as const;
const KEY = 'smtpd-lint';

/**
 * The settings in the file that `--config` names, or in the nearest one of the working directory and those above it. Throws
 * a UserError with every fault and its line.
 */
export async function loadSettings(named: string | undefined): Promise<LoadedSettings> {
  const path = named ?? findSettings(process.cwd());
  if (path === undefined) return { path, settings: {} };
  const { text } = readSource(path);
  const inPackage = path.endsWith('package.json');
  const schema = inPackage ? { type: 'object', properties: { [KEY]: SETTINGS_SCHEMA } } : SETTINGS_SCHEMA;
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
    const lines = unknown.map((name) => `${path}:${lineOf(text, name)}: there is no rule or category "${name}"`);
    throw new UserError(`the settings cannot be used; \`smtpd-lint rules\` lists the rules\n${lines.join('\n')}`);
  }
  return { path, settings };
}

/** What the settings choose for a file: those for all files first. */
export function choicesFor(file: string, { path, settings }: LoadedSettings): readonly Choice[] {
  const base = dirname(resolve(path ?? '.'));
  const name = relative(base, resolve(file)).split(sep).join('/');
  const overrides = (settings.overrides ?? []).filter(({ files }) => isNamed(name, files));
  return [settings, ...overrides];
}

/** As .gitignore has it, a pattern without a slash means a name in any directory. */
function isNamed(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    picomatch(pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`, { dot: true })(name),
  );
}

function findSettings(directory: string): string | undefined {
  const found = NAMES.map((name) => join(directory, name)).find((path) => existsSync(path));
  if (found !== undefined) return shown(found);
  const manifest = join(directory, 'package.json');
  if (hasKey(manifest)) return shown(manifest);
  const parent = dirname(directory);
  return parent === directory ? undefined : findSettings(parent);
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

function lineOf(text: string, name: string): number {
  return text.slice(0, Math.max(0, text.indexOf(name))).split('\n').length;
}
