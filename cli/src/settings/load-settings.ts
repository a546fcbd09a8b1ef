import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import {
  type ChoiceOfFile,
  findSettings,
  NO_CHOICES,
  readSettings,
  type SettingsFiles,
  type Severity,
  type UsableSettings,
} from '@smtpd-conf/checker';
import { UserError } from '../exit-status.js';
import { readSource } from '../read-source.js';

/** Settings with where they come from. */
export interface LoadedSettings extends UsableSettings {
  /** The file; undefined where there is none, or none is wanted. */
  readonly path: string | undefined;
}

/** No settings at all. */
export const NO_SETTINGS: LoadedSettings = { path: undefined, ...NO_CHOICES };

/** The files of this system. */
export const FILES: SettingsFiles = {
  exists: (path) => existsSync(path),
  readText: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
};

/**
 * The settings in the file that `--config` names, or in the nearest one of the working directory and those above it. Throws
 * a UserError with every fault and its line.
 */
export async function loadSettings(named: string | undefined): Promise<LoadedSettings> {
  const path = named ?? nearest();
  if (path === undefined) return NO_SETTINGS;
  const read = await readSettings(readSource(path).text, path);
  if (read.ok) return { path, ...read };
  const lines = read.problems.map(({ file, place, message }) => `${file}:${place.line}:${place.column}: ${message}`);
  throw new UserError([read.what, ...lines].join('\n'));
}

/** What the settings choose for a file: those for all files first, then the overrides that name it, with their index. */
export function choicesFor(file: string, { path, choicesFor: choices }: LoadedSettings): readonly ChoiceOfFile[] {
  const base = dirname(resolve(path ?? '.'));
  return choices(relative(base, resolve(file)).split(sep).join('/'));
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

function nearest(): string | undefined {
  const found = findSettings(upwards(process.cwd()), FILES);
  return found === undefined ? undefined : shown(found);
}

/** A directory and those above it. */
function upwards(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...upwards(parent)];
}

/** As people would name it. */
function shown(path: string): string {
  const name = relative(process.cwd(), path);
  return name.startsWith('..') ? path : name;
}
