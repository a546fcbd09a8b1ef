/** What is asked of the files around a configuration. */
export interface SettingsFiles {
  exists(path: string): boolean;
  /** Undefined where it cannot be read. */
  readText(path: string): string | undefined;
}

/** By precedence. */
const NAMES: readonly string[] = ['.smtpd-lint.json', '.smtpd-lint.yaml', '.smtpd-lint.yml'];
const MANIFEST = 'package.json';

/** Under which settings stand in package.json. */
export const SETTINGS_KEY = 'smtpd-lint';

/** The settings file of the first of the directories that has one: of the innermost, where they lead upwards. */
export function findSettings(directories: readonly string[], files: SettingsFiles): string | undefined {
  for (const directory of directories) {
    const [found] = settingsIn(directory, files);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The settings files of a directory, by precedence: only the first is read. */
export function settingsIn(directory: string, files: SettingsFiles): readonly string[] {
  const base = directory.endsWith('/') ? directory : `${directory}/`;
  const own = NAMES.map((name) => base + name).filter((path) => files.exists(path));
  const manifest = base + MANIFEST;
  return hasKey(files.readText(manifest)) ? [...own, manifest] : own;
}

/** Whether a file of this name, without its directory, may hold settings. */
export function maySet(name: string): boolean {
  return NAMES.includes(name) || isManifest(name);
}

/** Whether the settings are one key of many in a file of this path. */
export function isManifest(path: string): boolean {
  return path === MANIFEST || path.endsWith(`/${MANIFEST}`) || path.endsWith(`\\${MANIFEST}`);
}

function hasKey(manifest: string | undefined): boolean {
  if (manifest === undefined) return false;
  try {
    return Object.hasOwn(JSON.parse(manifest), SETTINGS_KEY);
  } catch {
    // One that is not for us to complain about.
    return false;
  }
}
