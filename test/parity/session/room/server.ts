import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { EnvelopeResult } from '../facts.js';
import { anybodyBusy } from './processes.js';

/** A server that a scenario is played against. */
export interface ServerKind {
  readonly program: string;
  readonly args: readonly string[];
  /** What it logs when it takes connections. */
  readonly ready: RegExp;
  /** The ids of all envelopes in its queue. */
  readonly envelopes: () => readonly string[];
}

/** One try to deliver an envelope; sixteen hexadecimal digits are its id, half of them the message's. */
export interface LoggedTry extends EnvelopeResult {
  readonly evpid: string;
}

const START_MS = 40_000;
const STOP_MS = 2_000;

/** A running server and what it has logged. */
export class RunningServer {
  log = '';
  private readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private isRunning = true;

  constructor(private readonly kind: ServerKind) {
    this.child = spawn(kind.program, kind.args, {
      cwd: '/',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child.stderr?.on('data', (bytes: Buffer) => {
      this.log += bytes.toString('latin1');
    });
    this.ended = new Promise((resolve) => {
      this.child.on('close', () => {
        this.isRunning = false;
        resolve();
      });
    });
  }

  get running(): boolean {
    return this.isRunning;
  }

  /** Waits until it takes connections; throws with its last words when it ends instead. */
  async ready(): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (!this.kind.ready.test(this.log)) {
      if (!this.running || Date.now() > deadline) throw new Error(`the server did not start: ${this.log.slice(-400)}`);
      await delay(4);
    }
  }

  /** Waits for words in the log behind a place in it; where they end, or the log does when they do not come. */
  async says(words: RegExp, from: number): Promise<number> {
    const deadline = Date.now() + START_MS;
    while (this.running && Date.now() < deadline) {
      const found = words.exec(this.log.slice(from));
      if (found) return from + found.index + found[0].length;
      await delay(4);
    }
    return this.log.length;
  }

  /** Waits until every envelope in the queue has been tried; for so long at most, unless somebody is still busy. */
  async settle(patience: number): Promise<void> {
    const deadline = Date.now() + patience;
    let quiet = 0;
    while (this.running && (Date.now() < deadline || anybodyBusy())) {
      const open = this.kind.envelopes().filter((id) => !this.isDecided(id));
      // Once more: between incoming and queue a message is in neither.
      quiet = open.length === 0 ? quiet + 1 : 0;
      if (quiet > 2) return;
      await delay(8);
    }
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    await this.ended;
    clearTimeout(timer);
  }

  /** What it logged of deliveries, but for bounces, whose sender is empty and whom no client sent. */
  results(): EnvelopeResult[] {
    return this.tries().map(({ evpid: _, ...result }) => result);
  }

  /** What has been tried before and failed for the time being: a line for each time that it was tried again. */
  retries(): LoggedTry[] {
    const tried = new Set<string>();
    return this.tries().filter(({ evpid }) => tried.size === tried.add(evpid).size);
  }

  private tries(): LoggedTry[] {
    const line =
      /(mda|mta) delivery evpid=(\w+) from=<(.*?)> to=<(.*?)> (?:rcpt=<(.*?)> )?(?:user=(\S+) )?.*?result="?(\w+)"? stat="?(.*?)"?$/gm;
    return [...this.log.matchAll(line)].map(
      ([, agent, evpid = '', from = '', to = '', rcpt, user, result = '', status = '']) => ({
        agent: agent as 'mda' | 'mta',
        evpid,
        from,
        to,
        ...(rcpt === undefined || rcpt === '-' ? {} : { rcpt }),
        ...(user === undefined ? {} : { user }),
        result,
        status,
      }),
    );
  }

  private isDecided(envelope: string): boolean {
    return new RegExp(`delivery evpid=${envelope} .*result=|(?:TempFail|PermFail) for ${envelope}`).test(this.log);
  }
}
