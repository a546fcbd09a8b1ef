import { type ChildProcess, spawn } from 'node:child_process';
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
import { createConnection, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  ) {
    chmodSync(this.directory, 0o755);
    for (const name of ['spool', 'mail']) this.own(name, () => mkdirSync(join(this.directory, name)));
  }

  /**
   * @param config its listener is on `lo port 25`, which becomes a free port
   * @param options more of `run`, with DIR in them
   * @param prepare makes files in the directory before it starts
   */
  static async start(
    config: string,
    options: readonly string[] = [],
    prepare: (directory: string) => void = () => undefined,
  ): Promise<RunningServer> {
    const port = await freePort();
    const server = new RunningServer(config, port, options);
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
    const become = userInfo().uid === 0 ? { uid: OWNER.uid, gid: OWNER.gid } : {};
    const child = spawn(process.execPath, [PROGRAM, ...args, ...where], {
      ...become,
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
    const path = join(this.directory, 'smtpd.conf');
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

  /** Kills it as a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** What the server says to these lines, said one by one; `.` ends the message. */
  async say(...lines: readonly string[]): Promise<readonly string[]> {
    const socket = createConnection(this.port, '127.0.0.1');
    const replies: string[] = [];
    let text = '';
    let arrived: (() => void) | undefined;
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      arrived?.();
    });
    socket.on('error', () => arrived?.());
    socket.on('close', () => arrived?.());
    const reply = async (): Promise<string> => {
      for (;;) {
        const end = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text);
        if (end) {
          text = text.slice(end[0].length);
          return end[0].trimEnd().split('\r\n').at(-1) as string;
        }
        if (socket.destroyed) return 'closed';
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    };
    replies.push(await reply());
    let inMessage = false;
    for (const line of lines) {
      socket.write(`${line}\r\n`);
      if (inMessage && line !== '.') continue;
      const said = await reply();
      replies.push(said);
      inMessage = said.startsWith('354');
    }
    socket.destroy();
    return replies;
  }

  /** Waits until something is so. */
  async until(so: () => boolean): Promise<void> {
    for (const start = Date.now(); !so(); ) {
      if (Date.now() - start > PATIENCE) throw new Error(`it did not come about; the log:\n${this.log}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
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
