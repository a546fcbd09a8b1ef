import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { EnvelopeResult } from '../facts.js';
import { anybodyBusy } from './processes.js';
import { CONFIG } from './stage.js';

const TRACES = ['rules', 'expand', 'lookup', 'smtp', 'filters'];
const QUEUE = '/var/spool/smtpd/queue';
const START_MS = 8_000;
const STOP_MS = 2_000;

/** A running daemon and what it has logged. */
export class Daemon {
  log = '';
  private readonly ended: Promise<void>;
  private isRunning = true;

  private constructor(private readonly child: ChildProcess) {
    child.stderr?.on('data', (bytes: Buffer) => {
      this.log += bytes.toString('latin1');
    });
    this.ended = new Promise((resolve) => {
      child.on('close', () => {
        this.isRunning = false;
        resolve();
      });
    });
  }

  static start(program: string): Daemon {
    const traces = TRACES.flatMap((name) => ['-T', name]);
    return new Daemon(
      spawn(program, ['-d', '-v', ...traces, '-f', CONFIG], {
        cwd: '/',
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    );
  }

  get running(): boolean {
    return this.isRunning;
  }

  /** Waits until it takes connections; throws with its last words when it ends instead. */
  async ready(): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (!/will accept at most|will not listen/.test(this.log)) {
      if (!this.running || Date.now() > deadline) throw new Error(`the daemon did not start: ${this.log.slice(-400)}`);
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
      const open = envelopes().filter((id) => !this.isDecided(id));
      // Once more: between incoming and queue a message is in neither.
      quiet = open.length === 0 ? quiet + 1 : 0;
      if (quiet > 2) return;
      await delay(8);
    }
  }

  private isDecided(envelope: string): boolean {
    return new RegExp(`delivery evpid=${envelope} .*result=|(?:TempFail|PermFail) for ${envelope}`).test(this.log);
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
    const line =
      /(mda|mta) delivery evpid=\w+ from=<(.*?)> to=<(.*?)> (?:rcpt=<(.*?)> )?(?:user=(\S+) )?.*?result="?(\w+)"? stat="?(.*?)"?$/gm;
    return [...this.log.matchAll(line)].map(([, agent, from = '', to = '', rcpt, user, result = '', status = '']) => ({
      agent: agent as 'mda' | 'mta',
      from,
      to,
      ...(rcpt === undefined || rcpt === '-' ? {} : { rcpt }),
      ...(user === undefined ? {} : { user }),
      result,
      status,
    }));
  }
}

/** The ids of all envelopes in the queue. */
function envelopes(): string[] {
  return list(QUEUE).flatMap((bucket) =>
    list(`${QUEUE}/${bucket}`).flatMap((message) =>
      list(`${QUEUE}/${bucket}/${message}`).filter((name) => /^[0-9a-f]{16}$/.test(name)),
    ),
  );
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
