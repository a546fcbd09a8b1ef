import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { DeliveryJob, DeliveryResult } from '../../deliver/job.js';
import { eachLine } from '../lines.js';
import type { Identity } from './identity.js';
import type { MessageBytes } from './privileges.js';
import type { JobFrame, JobReport } from './user-protocol.js';

/** A delivery to be made as a user. */
export interface UserDelivery {
  readonly job: DeliveryJob;
  readonly message: MessageBytes;
  /** Of the message. */
  readonly bytes: number;
}

interface Ordered extends UserDelivery {
  readonly resolve: (result: DeliveryResult) => void;
}

/** Processes of one user at a time (mda.c: MDA_MAXSESSUSER). */
const PROCESSES_OF_USER = 7;
/** Of all users together. */
const PROCESSES_MAX = 30;
/** Milliseconds after which a user whose processes have all been busy with one message gets another one. */
const SLOW = 100;
/** Milliseconds that a process waits for more mail to its user. */
const IDLE = 5000;
/** Milliseconds: a little more than what smtpd.c:forkmda gives its agents. One that was stopped by its user hangs no longer. */
const TIMEOUT = 330_000;

/**
 * Deliveries, each in a process that is its user's and nobody else's. Such a process stays for as long as there is mail for
 * its user, as starting one takes far longer than delivering.
 */
export class UserProcesses {
  private readonly users = new Map<string, User>();

  /** @param program what starts a process for a user: a program and its first arguments; the user's ids follow */
  constructor(private readonly program: readonly string[]) {}

  /** Never rejects: what goes wrong is in the result. */
  deliver(identity: Identity, delivery: UserDelivery): Promise<DeliveryResult> {
    const key = `${identity.uid}:${identity.gid}`;
    const user = this.users.get(key) ?? new User(identity, this.program, () => this.makeRoom());
    this.users.set(key, user);
    return new Promise<DeliveryResult>((resolve) => user.add({ ...delivery, resolve })).finally(() => {
      if (user.isIdle) user.whenUnused(IDLE, () => this.forget(key, user));
    });
  }

  stop(): void {
    for (const user of this.users.values()) user.end();
  }

  private forget(key: string, user: User): void {
    if (!user.isIdle || this.users.get(key) !== user) return;
    user.end();
    this.users.delete(key);
  }

  /** Whether there may be one more process; ends those that have nothing to do where there are many. */
  private makeRoom(): boolean {
    let count = 0;
    for (const user of this.users.values()) count += user.processCount;
    if (count < PROCESSES_MAX) return true;
    for (const [key, user] of this.users) {
      if (!user.isIdle || user.processCount === 0) continue;
      user.end();
      this.users.delete(key);
      return true;
    }
    return false;
  }
}

class User {
  private readonly waiting: Ordered[] = [];
  private readonly processes = new Set<UserProcess>();
  private timer: NodeJS.Timeout | undefined;
  private unused: NodeJS.Timeout | undefined;

  constructor(
    private readonly identity: Identity,
    private readonly program: readonly string[],
    private readonly makeRoom: () => boolean,
  ) {}

  get processCount(): number {
    return this.processes.size;
  }

  get isIdle(): boolean {
    return this.waiting.length === 0 && [...this.processes].every(({ open }) => open === 0);
  }

  add(ordered: Ordered): void {
    clearTimeout(this.unused);
    this.waiting.push(ordered);
    this.work();
  }

  /** Once there has been nothing to do for so many milliseconds. */
  whenUnused(milliseconds: number, then: () => void): void {
    clearTimeout(this.unused);
    this.unused = setTimeout(then, milliseconds).unref();
  }

  end(): void {
    for (const one of this.processes) one.end();
  }

  private work(): void {
    for (const one of this.processes) {
      if (this.waiting.length === 0) return;
      if (one.isReading) continue;
      const next = this.waiting.shift();
      if (next) one.start(next);
    }
    if (this.waiting.length === 0 || this.timer !== undefined) return;
    if (this.processes.size === 0) this.grow();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const isStuck = [...this.processes].every((one) => one.isSlow(SLOW));
      if (this.waiting.length > 0 && this.processes.size < PROCESSES_OF_USER && isStuck) this.grow();
      this.work();
    }, SLOW);
  }

  private grow(): void {
    // Where there is no room, another try is made a little later; as long as no user is idle, there is progress.
    if (!this.makeRoom()) return;
    const one = new UserProcess(
      this.program,
      this.identity,
      () => this.work(),
      () => this.processes.delete(one),
    );
    this.processes.add(one);
    const next = this.waiting.shift();
    if (next) one.start(next);
  }
}

class UserProcess {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly jobs = new Map<number, { readonly ordered: Ordered; readonly timer: NodeJS.Timeout }>();
  private lastId = 0;
  /** Whether it has not read all of a message yet. */
  isReading = false;
  /** When it began with the message that it is busy with; undefined while it starts, which takes its time. */
  private since: number | undefined;

  constructor(
    [program = '', ...args]: readonly string[],
    { uid, gid }: Identity,
    private readonly ready: () => void,
    private readonly gone: () => void,
  ) {
    this.child = spawn(program, [...args, String(uid), String(gid)], {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', UV_USE_IO_URING: '0', UV_THREADPOOL_SIZE: '16' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child.on('error', (error) => this.lose(error.message));
    // Its last reports come before.
    this.child.on('close', (status, signal) => this.lose(`exited (${signal ?? status})`));
    this.child.stdin.on('error', () => undefined);
    eachLine(this.child.stdout, (line) => this.take(JSON.parse(line) as JobReport), 'dropped');
  }

  /** Deliveries that it has not answered for. */
  get open(): number {
    return this.jobs.size;
  }

  /** Whether it has been busy with one message for so many milliseconds. */
  isSlow(milliseconds: number): boolean {
    return this.isReading && this.since !== undefined && performance.now() - this.since >= milliseconds;
  }

  start(ordered: Ordered): void {
    this.lastId += 1;
    const id = this.lastId;
    this.isReading = true;
    if (this.since !== undefined) this.since = performance.now();
    this.jobs.set(id, { ordered, timer: setTimeout(() => this.child.kill('SIGKILL'), TIMEOUT) });
    this.hand({ id, job: ordered.job, bytes: ordered.bytes }, ordered.message).catch((error: Error) => {
      this.lose(error.message);
      this.child.kill('SIGKILL');
    });
  }

  end(): void {
    this.child.stdin.end();
  }

  private async hand(frame: JobFrame, message: MessageBytes): Promise<void> {
    const { stdin } = this.child;
    // What there is of it at once goes to the process at once.
    stdin.cork();
    process.nextTick(() => stdin.uncork());
    stdin.write(`${JSON.stringify(frame)}\n`);
    for await (const bytes of message()) {
      if (stdin.write(bytes) || stdin.destroyed) continue;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          stdin.off('drain', done).off('close', done);
          resolve();
        };
        stdin.once('drain', done).once('close', done);
      });
    }
  }

  private take(report: JobReport): void {
    if ('started' in report) {
      this.since = performance.now();
      return;
    }
    if ('read' in report) {
      this.isReading = false;
      this.ready();
      return;
    }
    const job = this.jobs.get(report.id);
    this.jobs.delete(report.id);
    clearTimeout(job?.timer);
    job?.ordered.resolve(report.result);
  }

  private lose(why: string): void {
    for (const { ordered, timer } of this.jobs.values()) {
      clearTimeout(timer);
      ordered.resolve({ outcome: 'tempfail', text: `the delivery process: ${why}` });
    }
    this.jobs.clear();
    this.isReading = true;
    this.gone();
    this.ready();
  }
}
