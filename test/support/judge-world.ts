import { resolve } from 'node:path';
import type {
  Family,
  FileStatus,
  HostLookup,
  InterfaceAddress,
  Outcome,
  PrivateKeyReading,
  World,
} from '@smtpd-conf/compiler';
import { OPEN_FILES } from './judge.js';

/** What the daemon has open besides configuration files: the three standard ones, and /etc/services. */
const OTHER_FILES = 4;

/**
 * The system as the judge sees it: relative paths mean its working directory, and so many files may be open as it may
 * open. What does not change while the tests run is looked up once.
 */
export class JudgeWorld implements World {
  private readonly known = new Map<string, unknown>();

  constructor(
    private readonly system: World,
    private readonly directory: string,
  ) {}

  private once<T>(key: string, look: () => T): T {
    if (!this.known.has(key)) this.known.set(key, look());
    return this.known.get(key) as T;
  }

  readFile(path: string): Outcome<Uint8Array> {
    return this.system.readFile(this.path(path));
  }

  status(path: string): Outcome<FileStatus> {
    return this.system.status(this.path(path));
  }

  /** No file has an empty name, though resolving one would give the directory. */
  private path(path: string): string {
    return path === '' ? '' : resolve(this.directory, path) + (path.endsWith('/') ? '/' : '');
  }

  hostName(): string {
    return this.once('hostName', () => this.system.hostName());
  }

  canonicalName(host: string): string | undefined {
    return this.once(`canonicalName ${host}`, () => this.system.canonicalName(host));
  }

  interfaces(): readonly InterfaceAddress[] {
    return this.once('interfaces', () => this.system.interfaces());
  }

  interfaceGroups(name: string): readonly string[] {
    return this.once(`interfaceGroups ${name}`, () => this.system.interfaceGroups(name));
  }

  lookupHost(name: string, family: Family): HostLookup {
    return this.once(`lookupHost ${family} ${name}`, () => this.system.lookupHost(name, family));
  }

  servicePort(name: string): number | undefined {
    return this.once(`servicePort ${name}`, () => this.system.servicePort(name));
  }

  userId(): number {
    return this.system.userId();
  }

  openFileLimit(): number {
    return OPEN_FILES - OTHER_FILES;
  }

  readPrivateKey(pem: Uint8Array): PrivateKeyReading {
    return this.system.readPrivateKey(pem);
  }

  now(): Date {
    return this.system.now();
  }
}

/** What getaddrinfo(3) makes of the names in the fixtures: /etc/hosts has one, the others are ways to write an address. */
const HOSTS: Readonly<Record<string, string>> = {
  localhost: '127.0.0.1',
  '127.0.0.1': '127.0.0.1',
  '::1': '::1',
  'fe80::1%lo': 'fe80::1',
  '127.1': '127.0.0.1',
  '0x7f.1': '127.0.0.1',
  '127.0.0.01': '127.0.0.1',
  '1': '0.0.0.1',
  '1.1': '1.0.0.1',
};

/**
 * The machine that the fixtures' expectations were recorded on, wherever they are checked: one interface, no DNS, root
 * as owner of every file.
 */
export class FixtureWorld extends JudgeWorld {
  override status(path: string): Outcome<FileStatus> {
    const status = super.status(path);
    return status.ok ? { ok: true, value: { ...status.value, uid: 0, gid: 0 } } : status;
  }

  override hostName(): string {
    return 'mx.example.test';
  }

  override canonicalName(host: string): string {
    return host;
  }

  override interfaces(): readonly InterfaceAddress[] {
    return [
      { name: 'lo', family: 'inet4', address: '127.0.0.1' },
      { name: 'lo', family: 'inet6', address: '::1' },
    ];
  }

  override interfaceGroups(): readonly string[] {
    return [];
  }

  override lookupHost(name: string, family: Family): HostLookup {
    const [found, address] = Object.entries(HOSTS).find(([known]) => known === name) ?? [];
    if (found === undefined || address === undefined) return { kind: 'none' };
    const answer: 'inet4' | 'inet6' = address.includes(':') ? 'inet6' : 'inet4';
    if (family === 'any' || family === answer) return { kind: 'addresses', addresses: [{ family: answer, address }] };
    return { kind: 'error', text: 'Address family for hostname not supported' };
  }

  override servicePort(name: string): number | undefined {
    return { smtp: 25, smtps: 465, submission: 587, http: 80 }[name];
  }

  override userId(): number {
    return 0;
  }
}
