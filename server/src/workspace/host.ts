import type { World } from '@smtpd-conf/compiler';
import type { Platform } from '@smtpd-conf/grammar';

/** What the language server needs of where it runs: Node gives it the system, a browser only what is open. */
export interface ServerHost {
  readonly platform: Platform;
  /** Whether what is not found is not there, rather than out of sight. */
  readonly seesSystem: boolean;
  /** The world that a configuration for a platform is checked in; absolute paths below `root`, where that is not "". */
  world(root: string, platform: Platform): World;
  /** Names of the files in a directory of the host, for completing paths; directories end in a slash. None on error. */
  listDirectory(path: string): readonly string[];
  /** Names of system users, for completion. */
  users(): readonly string[];
  /** smtpd.conf files below a folder, for the workspace's diagnostics; paths. */
  findConfigs(folder: string): readonly string[];
  /** Whether there may be a file of the host at a path. */
  exists(path: string): boolean;
  /** A text file of the host; undefined where it cannot be read. */
  readText(path: string): string | undefined;
}
