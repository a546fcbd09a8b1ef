import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { judgesRequired } from '../../support/judge.js';

/** Where scripts/unpack-peers.sh unpacks Debian's packages. */
export const PEERS = fileURLToPath(new URL('../../../.cache/peers/root', import.meta.url));

/** Puts the unpacked packages over the system's own files, in a mount namespace, and runs the rest there. */
const WITH_PACKAGES = `
mount -t overlay peers -o "lowerdir=$0/usr:/usr" /usr &&
mount -t overlay peers -o "lowerdir=$0/etc:/etc" /etc &&
exec "$@"`;
const ISOLATED = ['-m', '--propagation', 'private', 'sh', '-c', WITH_PACKAGES, PEERS];

function hindrance(): string | undefined {
  if (!existsSync(join(PEERS, '../complete'))) return 'run scripts/unpack-peers.sh first';
  if (userInfo().uid !== 0) return 'only root can start them';
  return spawnSync('unshare', [...ISOLATED, 'true']).status === 0 ? undefined : 'the system mounts no overlay';
}

/** A describe block whose tests need other mail programs: skipped aloud without them, or failed where they are required. */
export function describeWithPeers(name: string, body: () => void): void {
  const missing = hindrance();
  if (missing === undefined) return void describe(name, body);
  if (judgesRequired()) {
    return void test(name, () => {
      throw new Error(missing);
    });
  }
  console.warn(`skipped: ${name}: ${missing}`);
  describe.skip(`${name} (skipped: ${missing})`, () => {
    test('needs other mail programs', () => undefined);
  });
}

/** Another mail program, with a directory of its own. */
export class Peer {
  readonly directory = mkdtempSync(join(tmpdir(), 'peer-'));
  private child: ChildProcess | undefined;
  private output = '';

  constructor() {
    chmodSync(this.directory, 0o755);
    this.make('mail', 65534);
  }

  /** A directory below its own, of this user. */
  make(name: string, uid = 0, gid = uid): string {
    const path = join(this.directory, name);
    mkdirSync(path, { recursive: true });
    spawnSync('chown', [`${uid}:${gid}`, path]);
    return path;
  }

  /** Starts a program out of its package; resolves when it takes connections on the port. */
  async start(port: number, program: string, ...args: readonly string[]): Promise<void> {
    this.child = spawn('unshare', [...ISOLATED, program, ...args], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (text) => {
        this.output = (this.output + text).slice(-3000);
      });
    }
    for (const started = Date.now(); !(await answers(port)); ) {
      if (Date.now() - started > 60_000 || this.child.exitCode !== null) throw new Error(`${program}: ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** All files below its `mail`. */
  mail(): readonly string[] {
    const found = spawnSync('find', [join(this.directory, 'mail'), '-path', '*/new/*'], { encoding: 'utf8' });
    return found.stdout
      .split('\n')
      .filter(Boolean)
      .map((path) => readFileSync(path, 'latin1'));
  }

  stop(): void {
    try {
      if (this.child?.pid) process.kill(-this.child.pid, 'SIGTERM');
    } catch {
      // It is gone already.
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket
      .on('error', () => resolve(false))
      .on('connect', () => socket.destroy())
      .on('close', () => resolve(true));
  });
}
