import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { posix } from 'node:path';
import type { Platform } from '@smtpd-conf/grammar';
import { failed } from '../world/system-error.js';
import type {
  Family,
  FileStatus,
  HostLookup,
  InterfaceAddress,
  Outcome,
  PrivateKeyReading,
  World,
} from '../world/world.js';
import { canonicalName, lookupHost } from './host-lookup.js';
import { interfaceAddresses } from './network-interfaces.js';
import { openFileLimit } from './open-file-limit.js';
import { readPrivateKey } from './private-key.js';
import { readWhole } from './read-whole.js';
import { servicePorts } from './service-ports.js';

export interface SystemWorldOptions {
  /** A directory below which absolute paths are looked up. What the network is like still comes from the system. */
  readonly root?: string | undefined;
  /** What a configuration is for, which need not be what we run on. Its interface groups are taken from there. */
  readonly platform?: Platform | undefined;
}

/** The system that we run on. Nothing is read before it is asked for. */
export class SystemWorld implements World {
  private addresses: readonly InterfaceAddress[] | undefined;
  private ports: ReadonlyMap<string, number> | undefined;
  private openFiles: number | undefined;

  constructor(private readonly options: SystemWorldOptions = {}) {}

  readFile(path: string): Outcome<Uint8Array> {
    return attempt(() => readWhole(this.locate(path)));
  }

  status(path: string): Outcome<FileStatus> {
    return attempt(() => {
      const found = statSync(this.locate(path));
      // Below --root the user's own files stand for installed ones, which are root's.
      const asRoot = this.options.root !== undefined && found.uid === this.userId();
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other';
      return { kind, size: found.size, mode: found.mode & 0o7777, uid: asRoot ? 0 : found.uid, gid: found.gid };
    });
  }

  hostName(): string {
    return hostname();
  }

  canonicalName(host: string): string | undefined {
    return canonicalName(host);
  }

  interfaces(): readonly InterfaceAddress[] {
    this.addresses ??= interfaceAddresses();
    return this.addresses;
  }

  /**
   * Nothing here can ask for groups, so that every interface is in those that OpenBSD and FreeBSD put it into by themselves: `all`, and
   * `egress` (OpenBSD, for interfaces with a default route) all but the loopback's.
   */
  interfaceGroups(name: string): readonly string[] {
    const { platform = 'linux' } = this.options;
    if (platform === 'linux') return [];
    return platform === 'openbsd' && !/^lo\d*$/.test(name) ? ['all', 'egress'] : ['all'];
  }

  lookupHost(name: string, family: Family): HostLookup {
    return lookupHost(name, family, () => this.interfaces());
  }

  servicePort(name: string): number | undefined {
    this.ports ??= servicePorts(readServices());
    return this.ports.get(name);
  }

  userId(): number {
    return process.getuid?.() ?? 0;
  }

  openFileLimit(): number {
    this.openFiles ??= openFileLimit();
    return this.openFiles;
  }

  readPrivateKey(pem: Uint8Array): PrivateKeyReading {
    return readPrivateKey(pem);
  }

  now(): Date {
    return new Date();
  }

  private locate(path: string): string {
    const { root } = this.options;
    if (root === undefined || !path.startsWith('/')) return path;
    // Steps up do not lead out of the root.
    const below = path.includes('..') ? posix.normalize(path) : path;
    return `${root}${below}`;
  }
}

function readServices(): string {
  const file = attempt(() => readFileSync('/etc/services', 'latin1'));
  return file.ok ? file.value : '';
}

function attempt<T>(read: () => T): Outcome<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    return failed((error as NodeJS.ErrnoException).code ?? 'EIO');
  }
}
