import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StubKind } from './stubs.js';

/** The fixtures, and the files that they name. */
export const FIXTURES = fileURLToPath(new URL('../../fixtures/parity', import.meta.url));

/** Stands in configurations and messages for the directory of auxiliary files: tables need absolute paths. */
export const FILES = '@FILES@';

/** The file of files/ that stands for one of each kind. */
const STUB_SOURCES: Readonly<Record<StubKind, string>> = {
  list: 'list',
  mapping: 'aliases',
  database: 'aliases.db',
  certificate: 'good.crt',
  key: 'good.key',
  include: 'include-comment.conf',
};

const MAKEMAP = '/usr/sbin/makemap';

/**
 * A directory for both sides to work in: the daemon runs there, and relative paths mean the same to us. `files/` in it
 * holds a copy of the fixtures' auxiliary files with the permissions that the names promise, and what is better made
 * than kept: keys, a Berkeley DB, an unreadable file.
 */
export class Workspace {
  private readonly written = new Set<string>();

  private constructor(readonly directory: string) {}

  static create(): Workspace {
    const workspace = new Workspace(mkdtempSync(join(tmpdir(), 'smtpd-parity-')));
    cpSync(join(FIXTURES, 'files'), workspace.files, { recursive: true });
    for (const name of readdirSync(workspace.files)) chmodSync(join(workspace.files, name), modeOf(name));
    workspace.makeKeys();
    workspace.makeDatabase();
    mkdirSync(join(workspace.files, 'directory'));
    return workspace;
  }

  /** Removes a file that `write` made, if there is one. */
  delete(name: string): void {
    if (this.written.delete(name)) rmSync(join(this.directory, name));
  }

  /** Creates the files that stubbed configurations name. */
  install(files: ReadonlyMap<string, StubKind>): void {
    for (const [path, kind] of files) {
      const target = join(this.files, path);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(this.files, STUB_SOURCES[kind]), target);
    }
  }

  /** The absolute path behind @FILES@. */
  get files(): string {
    return join(this.directory, 'files');
  }

  /** Writes a file for both sides; each character of `text` is a byte. */
  write(name: string, text: string): void {
    const path = join(this.directory, name);
    this.written.add(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.from(this.fill(text), 'latin1'));
  }

  /** Puts the directory in the place of @FILES@. */
  fill(text: string): string {
    return text.replaceAll(FILES, this.files);
  }

  /** Puts @FILES@ back, so that messages are the same wherever the workspace lies. */
  normalise(message: string): string {
    return message.replaceAll(this.files, FILES);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private makeKeys(): void {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' });
    for (const name of ['good.key', 'open.key']) this.keep(name, key);
    this.keep('encrypted.key', encrypted);
  }

  private keep(name: string, content: string | Buffer): void {
    writeFileSync(join(this.files, name), content);
    chmodSync(join(this.files, name), modeOf(name));
  }

  /** Where makemap is missing, the table is too, for both sides alike. */
  private makeDatabase(): void {
    if (!existsSync(MAKEMAP)) return;
    execFileSync(MAKEMAP, ['-o', join(this.files, 'aliases.db'), join(this.files, 'aliases')], { stdio: 'ignore' });
  }
}

/** What a file may be read by: keys by their owner, `open` ones by all, `writable` ones written by all. */
function modeOf(name: string): number {
  if (name.startsWith('writable')) return 0o666;
  return name.endsWith('.key') && !name.startsWith('open') ? 0o600 : 0o644;
}
