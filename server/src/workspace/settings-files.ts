import {
  type Choice,
  findSettings,
  maySet,
  NO_CHOICES,
  readSettings,
  type Settings,
  type UsableSettings,
} from '@smtpd-conf/checker';
import type { CheckedProblem } from '@smtpd-conf/compiler';
import { directoryOf } from './uri.js';

/** A settings file that is not as it should be. */
export interface FaultySettings {
  readonly path: string;
  readonly text: string;
  /** What the problems have in common, in half a sentence. */
  readonly what: string;
  readonly problems: readonly CheckedProblem[];
}

interface ReadFile {
  readonly text: string;
  /** What was last right in it, so that findings do not come and go while somebody writes in it. */
  readonly usable: UsableSettings;
  readonly fault: FaultySettings | undefined;
  /** Until it is read. */
  readonly reading: Promise<void> | undefined;
}

/**
 * The settings files of `check` around the configurations: the nearest one of a configuration's directory and those above
 * it holds for it. They are read when they are first asked for, which takes a while.
 */
export class SettingsFiles {
  private readonly files = new Map<string, ReadFile>();
  /** The nearest one, by directory. */
  private readonly nearest = new Map<string, string | undefined>();
  /** Whose text is known to be the present one. */
  private readonly fresh = new Set<string>();

  /** @param readText the text of a file as it is now; undefined where there is none */
  constructor(private readonly readText: (path: string) => string | undefined) {}

  /** Looks again at everything, when it is next asked for. */
  forget(): void {
    this.nearest.clear();
    this.fresh.clear();
  }

  /** The path of the file that holds for a configuration in a directory. */
  pathFor(directory: string): string | undefined {
    if (!this.nearest.has(directory)) {
      const { readText } = this;
      const exists = (path: string): boolean => readText(path) !== undefined;
      this.nearest.set(directory, findSettings(upwards(directory), { exists, readText }));
    }
    return this.nearest.get(directory);
  }

  /** Settled once the file that holds for a directory is read; undefined where it is, or where there is none. */
  reading(directory: string): Promise<void> | undefined {
    const path = this.pathFor(directory);
    if (path === undefined) return undefined;
    const known = this.files.get(path);
    if (this.fresh.has(path)) return known?.reading;
    this.fresh.add(path);
    const text = this.readText(path) ?? '';
    if (known?.text === text) return known.reading;
    const reading = this.read(path, text);
    this.files.set(path, { text, usable: known?.usable ?? NO_CHOICES, fault: known?.fault, reading });
    return reading;
  }

  private async read(path: string, text: string): Promise<void> {
    const read = await readSettings(text, path);
    const known = this.files.get(path);
    if (known?.text !== text) return;
    const { usable } = known;
    this.files.set(
      path,
      read.ok
        ? { text, usable: read, fault: undefined, reading: undefined }
        : { text, usable, fault: { path, text, what: read.what, problems: read.problems }, reading: undefined },
    );
  }

  /** What the file for a directory says, as far as it is read. */
  settingsFor(directory: string): Settings {
    return this.usableFor(directory).settings;
  }

  /** What the file for a configuration in a directory chooses for it. */
  choicesFor(configPath: string, directory: string): readonly Choice[] {
    const path = this.pathFor(directory);
    const base = path === undefined ? '' : directoryOf(path).replace(/\/$/, '');
    const name = configPath.startsWith(`${base}/`) ? configPath.slice(base.length + 1) : configPath;
    return this.usableFor(directory).choicesFor(name);
  }

  /** What is wrong with the file for a directory. */
  faultFor(directory: string): FaultySettings | undefined {
    const path = this.pathFor(directory);
    return path === undefined ? undefined : this.files.get(path)?.fault;
  }

  private usableFor(directory: string): UsableSettings {
    const path = this.pathFor(directory);
    return (path === undefined ? undefined : this.files.get(path)?.usable) ?? NO_CHOICES;
  }
}

/** Whether a path is one at which settings may be. */
export function isSettingsPath(path: string): boolean {
  return maySet(path.slice(path.lastIndexOf('/') + 1));
}

/** A directory and those above it. */
function upwards(directory: string): string[] {
  return directory === '/' ? [directory] : [directory, ...upwards(directoryOf(directory))];
}
