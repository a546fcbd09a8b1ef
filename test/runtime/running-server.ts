import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sayLines } from './say-lines.js';

const PROGRAM = fileURLToPath(new URL('../../cli/dist/smtpd-lint.cjs', import.meta.url));

/** Whom the server runs as and delivers for: nobody where the tests run as root, since root gets no mail. */
export const OWNER = userInfo().uid === 0 ? { username: 'nobody', uid: 65534, gid: 65534 } : userInfo();

const PATIENCE = 10_000;

/** A `smtpd-lint run` in a directory of its own, which stands for `DIR` in its configuration. */
export class RunningServer {
  readonly directory = mkdtempSync(join(tmpdir(), 'run-'));
  log = '';
  private child: ChildProcess | undefined;

  private constructor(
    /** Written anew at each start. */
    public config: string,
    readonly port: number,
    private readonly options: readonly string[],
    /** As root, with a process for the network and one for each user. */
    private readonly privileged: boolean,
  ) {
    chmodSync(this.directory, 0o755);
    for (const name of ['spool', 'mail']) this.own(name, () => mkdirSync(join(this.directory, name)));
  }

  /**
   * @param config its listener is on `lo port 25`, which becomes a free port
   * @param options more of `run`, with DIR in them
   * @param prepare makes files in the directory before it starts
   * @param privileged run as root, where the tests are
   */
  static async start(
    config: string,
    options: readonly string[] = [],
    prepare: (directory: string) => void = () => undefined,
    privileged = false,
  ): Promise<RunningServer> {
    const port = await freePort();
    const server = new RunningServer(config, port, options, privileged);
    prepare(server.directory);
    await server.restart();
    return server;
  }

  /** Starts it anew on what it left; resolves when it listens. */
  async restart(): Promise<void> {
    const path = this.writeConfig();
    const options = this.options.map((option) => option.replaceAll('DIR', this.directory));
    const args = ['run', '-f', path, '--spool', join(this.directory, 'spool'), ...options];
    const where = ['--bind', '127.0.0.1', '--port-offset', String(this.port - 25)];
    const become = userInfo().uid === 0 && !this.privileged ? { uid: OWNER.uid, gid: OWNER.gid } : {};
    const child = spawn(process.execPath, [PROGRAM, ...args, ...where], {
      ...become,
      // A group of its own: a power cut spares none of its processes.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child = child;
    this.log = '';
    child.stderr?.on('data', (bytes) => {
      this.log += String(bytes);
    });
    await this.until(() => {
      if (child.exitCode !== null) throw new Error(`it ended: ${this.log}`);
      return this.log.includes('listening on');
    });
  }

  /** Puts the configuration where the server reads it. */
  writeConfig(): string {
    // A compiled one is known by its name.
    const path = join(this.directory, this.config.startsWith('{') ? 'smtpd.json' : 'smtpd.conf');
    writeFileSync(path, this.config.replaceAll('DIR', this.directory));
    return path;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Its exit status, when it has ended. */
  async ended(): Promise<number | null> {
    const { child } = this;
    if (child && child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    return child?.exitCode ?? null;
  }

  /** The process that was started, while it runs. */
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Kills all of its processes as a power cut would. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** What the server says to these lines, said one by one; `.` ends the message. */
  say(...lines: readonly string[]): Promise<readonly string[]> {
    return sayLines(this.port, lines);
  }

  /** What `ctl` says to this command. Throws where it fails. */
  control(...words: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [PROGRAM, 'ctl', '--spool', join(this.directory, 'spool'), ...words],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`ctl ${words.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** Waits until something is so. */
  async until(so: () => boolean, patience = PATIENCE): Promise<void> {
    for (const start = Date.now(); !so(); ) {
      if (Date.now() - start > patience) throw new Error(`it did not come about; the log:\n${this.log}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Waits until its log says so: other processes than the one that was watched may write it. */
  logged(what: string | RegExp): Promise<void> {
    return this.until(() => (typeof what === 'string' ? this.log.includes(what) : what.test(this.log)));
  }

  /** Waits until its queue is empty, for as long as something goes on in it. */
  async settled(): Promise<void> {
    for (let left = this.queue().length, since = Date.now(); left > 0; ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const now = this.queue().length;
      if (now !== left) since = Date.now();
      else if (Date.now() - since > 3 * PATIENCE)
        throw new Error(`the queue stays as it is; the end of the log:\n${this.log.slice(-2000)}`);
      left = now;
    }
  }

  /** The messages in a maildir below `mail`. */
  maildir(name: string): readonly string[] {
    const path = join(this.directory, 'mail', name, 'new');
    try {
      return readdirSync(path).map((file) => readFileSync(join(path, file), 'latin1'));
    } catch {
      return [];
    }
  }

  /** The files in the queue. */
  queue(): readonly string[] {
    return readdirSync(join(this.directory, 'spool/queue'));
  }

  private own(name: string, make: () => void): void {
    make();
    if (userInfo().uid === 0) chownSync(join(this.directory, name), OWNER.uid, OWNER.gid);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
