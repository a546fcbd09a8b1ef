import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { TableService } from '@smtpd-conf/compiler';
import type { LookupAnswer } from '@smtpd-conf/engine';
import type { Target } from '@smtpd-conf/grammar';
import { timestamp } from '../../filters/protocol.js';
import {
  readRegistration,
  readTableReply,
  requestLine,
  type TableRequest,
  tableGreeting,
} from '../../tables/proc-protocol.js';
import { eachLine } from '../lines.js';

export interface TableProcessOptions {
  readonly target: Target;
  /** The table's name in the configuration, and the program's own. */
  readonly table: string;
  readonly program: string;
  readonly argument?: string;
  readonly log: (line: string) => void;
  /** Milliseconds that an answer may take. */
  readonly patience: number;
}

const FAILED: LookupAnswer = { outcome: 'failed' };

/**
 * A table's program (table_proc.c), asked one thing at a time. The daemon ends when one of them does, or says what is no
 * answer; here its lookups fail for now, until `update` starts it anew. Texts are byte texts.
 */
export class TableProcess {
  readonly services = new Set<TableService>();
  private child: ChildProcessWithoutNullStreams | undefined;
  private heard: ((line: string | undefined) => void) | undefined;
  private lines: string[] = [];
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: TableProcessOptions) {}

  /** Starts the program; rejects with what stands in the way of it. */
  async start(): Promise<void> {
    const { program, argument, table, target, log } = this.options;
    this.lines = [];
    this.services.clear();
    const child = spawn(program, argument === undefined ? [] : [argument], { argv0: table, stdio: 'pipe' });
    this.child = child;
    let problem = 'it ended during the handshake';
    child.on('error', (error) => {
      problem = error.message;
      this.lose(child, problem);
    });
    // Its last words come before.
    child.on('close', (status, signal) => this.lose(child, `it ended (${signal ?? status})`));
    child.stdin.on('error', () => undefined);
    eachLine(child.stdout, (line) => this.take(child, line), 'dropped');
    eachLine(child.stderr, (line) => log(`table ${table}: ${line}`));
    for (const line of tableGreeting(target, table)) child.stdin.write(`${line}\n`, 'latin1');
    for (;;) {
      const line = await this.hear();
      if (line === undefined) return this.refuse(problem);
      const read = readRegistration(line);
      if (read === 'ready') break;
      if ('problem' in read) return this.refuse(read.problem);
      this.services.add(read.service);
    }
    if (this.services.size === 0) this.refuse('it registers for no service');
  }

  /** Asks, after everything that was asked before. */
  ask(request: TableRequest): Promise<LookupAnswer> {
    const answer = this.last.then(() => this.askNow(request));
    this.last = answer;
    return answer;
  }

  /** Reads the table anew; what stands in the way of it. A program that is gone is started again. */
  async update(): Promise<string | undefined> {
    if (this.child === undefined) {
      try {
        await this.start();
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    }
    return (await this.ask({ type: 'update' })).outcome === 'found' ? undefined : 'its program could not';
  }

  stop(): void {
    const { child } = this;
    this.child = undefined;
    child?.kill('SIGTERM');
  }

  private async askNow(request: TableRequest): Promise<LookupAnswer> {
    const { child } = this;
    const { table, log } = this.options;
    if (child === undefined) return FAILED;
    const id = randomBytes(4).toString('hex');
    child.stdin.write(`${requestLine(request, table, id, timestamp(Date.now()))}\n`, 'latin1');
    const line = await this.hear();
    const answer = line === undefined ? undefined : readTableReply(line, request, id);
    if (answer === undefined) {
      if (this.child === child) this.lose(child, line === undefined ? 'it does not answer' : 'it speaks nonsense');
      return FAILED;
    }
    if (answer.why !== undefined) log(`warn: table-proc: ${table} ${request.type} failed: ${answer.why}`);
    return answer;
  }

  /** The next line; undefined where the program is gone, or silent for too long. */
  private hear(): Promise<string | undefined> {
    const line = this.lines.shift();
    if (line !== undefined || this.child === undefined) return Promise.resolve(line);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.heard?.(undefined), this.options.patience);
      this.heard = (heard) => {
        clearTimeout(timer);
        this.heard = undefined;
        resolve(heard);
      };
    });
  }

  private take(child: ChildProcessWithoutNullStreams, line: string): void {
    if (this.child !== child) return;
    if (this.heard) this.heard(line);
    else this.lines.push(line);
  }

  private lose(child: ChildProcessWithoutNullStreams, why: string): void {
    if (this.child !== child) return;
    const { table, log } = this.options;
    log(
      `warn: table-proc: the program of table "${table}" is lost: ${why}; its lookups fail until the table is updated`,
    );
    this.child = undefined;
    child.kill('SIGKILL');
    this.heard?.(undefined);
  }

  private refuse(problem: string): never {
    const { table, program } = this.options;
    this.stop();
    throw new Error(
      `table "${table}": ${program} does not speak as smtpd-tables(7) has it: ${problem}. Programs for releases before 7.6 do not`,
    );
  }
}
