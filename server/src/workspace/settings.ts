import type { Settings as FileSettings } from '@smtpd-conf/checker';
import { NEWEST, type Platform, resolveVersion, type Target, type Version } from '@smtpd-conf/grammar';

/** What a user can set in the editor, per folder (section `smtpd-conf`). */
export interface EditorSettings {
  /** Undefined where the settings file of the project decides. */
  readonly version: Version | undefined;
  readonly platform: Platform | undefined;
  /** A directory below which absolute paths are looked up; "" for none. */
  readonly root: string;
  /** The path of a file that describes the world of dry runs; "" for none. */
  readonly world: string;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
}

/** What holds for a document, after the editor and the settings file of the project. */
export interface Settings extends Omit<EditorSettings, 'version' | 'platform'> {
  readonly target: Target;
}

export const SECTION = 'smtpd-conf';

/** Settings out of what the client sent; whatever is missing or makes no sense is as by default. */
export function readEditorSettings(value: unknown): EditorSettings {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return {
    version: typeof given.targetVersion === 'string' ? resolveVersion(given.targetVersion) : undefined,
    platform: PLATFORMS.find((known) => known === given.platform),
    root: typeof given.root === 'string' ? given.root : '',
    world: typeof given.world === 'string' ? given.world : '',
    inlayHints: given.inlayHints !== false,
    codeLens: given.codeLens !== false,
  };
}

/** The editor's word goes before the file's, as an option of `check` does. */
export function targetOf(
  editor: Pick<EditorSettings, 'version' | 'platform'>,
  file: FileSettings,
  ownPlatform: Platform,
): Target {
  const written = file.target === undefined ? undefined : resolveVersion(file.target);
  return { version: editor.version ?? written ?? NEWEST, platform: editor.platform ?? file.platform ?? ownPlatform };
}

const PLATFORMS: readonly Platform[] = ['openbsd', 'linux', 'freebsd'];
