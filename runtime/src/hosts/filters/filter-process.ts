import type { CompiledConfig, Subsystem } from '@smtpd-conf/compiler';
import type { FilterDataLine, FilterRequest, FilterResponse } from '@smtpd-conf/engine';
import type { Phase } from '@smtpd-conf/grammar';
import { configLines, type FilterLine, protocolVersion, readFilterLine, timestamp } from '../../filters/protocol.js';
import { eachLine } from '../lines.js';
import type { StartedProcess } from '../privilege/privileges.js';

export interface FilterProcessOptions {
  readonly config: CompiledConfig;
  /** Of the `proc`. */
  readonly name: string;
  readonly process: StartedProcess;
  readonly subsystems: readonly Subsystem[];
  readonly log: (line: string) => void;
  /** The process is gone or speaks nonsense: the daemon gives up then. */
  readonly lost: (why: string) => void;
  /** What the process reports by itself (lka_report_proc). */
  readonly reported: (report: Extract<FilterLine, { type: 'report' }>) => void;
}

interface DataState {
  token: string;
  /** Lines that came back and were not asked for yet. */
  lines: string[];
  /** Waits for the dot that ends the message. */
  finish?: (() => void) | undefined;
}

/** A filter process: what it registered for, and the questions it has not answered yet. Texts are byte texts. */
export class FilterProcess {
  readonly hooks: Phase[] = [];
  /** Resolves when it has registered; rejects where it ends, or says what nobody understands, before. */
  readonly ready: Promise<void>;
  private readonly events: Record<Subsystem, Set<string>> = { 'smtp-in': new Set(), 'smtp-out': new Set() };
  private readonly asked = new Map<string, (response: FilterResponse) => void>();
  private readonly data = new Map<string, DataState>();
  private readonly version: string;
  private isReady: (() => void) | undefined;
  private isLost: ((why: Error) => void) | undefined;
  private lastToken = 0;
  private registered = false;
  private stopping = false;

  constructor(private readonly options: FilterProcessOptions) {
    const { config } = options;
    this.version = protocolVersion(config.target.version);
    this.ready = new Promise((resolve, reject) => {
      this.isReady = resolve;
      this.isLost = reject;
    });
    // Who waits for it may not have begun to when it ends.
    this.ready.catch(() => undefined);
    this.listen();
    for (const line of configLines(config, options.subsystems)) this.write(line);
  }

  async request({ session, phase, fields }: FilterRequest): Promise<FilterResponse> {
    const token = this.newToken();
    this.write(
      `filter|${this.version}|${timestamp(Date.now())}|smtp-in|${phase}|${session}|${token}|${fields.join('|')}`,
    );
    return new Promise((resolve) => {
      this.asked.set(`${session}|${token}`, resolve);
    });
  }

  /** Hands a line over and takes what has come back; after the last line, waits for the process's own last one. */
  async dataLine({ session, line }: FilterDataLine): Promise<readonly string[]> {
    let state = this.data.get(session);
    if (state === undefined) {
      state = { token: this.newToken(), lines: [] };
      this.data.set(session, state);
    }
    const head = `filter|${this.version}|${timestamp(Date.now())}|smtp-in|data-line|${session}|${state.token}`;
    await this.writeSlowly(`${head}|${line}`);
    if (line === '.') await this.lastLine(state);
    const { lines } = state;
    state.lines = [];
    if (line === '.') this.data.delete(session);
    return lines;
  }

  report(direction: Subsystem, event: string, session: string, fields: readonly string[]): void {
    const wanted = this.events[direction];
    if (event === 'link-disconnect') this.forget(session);
    if (!wanted.has(event) && !wanted.has('*')) return;
    const rest = fields.map((field) => `|${field}`).join('');
    this.write(`report|${this.version}|${timestamp(Date.now())}|${direction}|${event}|${session}${rest}`);
  }

  stop(): void {
    this.stopping = true;
    this.options.process.stdin.end();
    this.options.process.stop();
  }

  private listen(): void {
    const { name, process, log, lost } = this.options;
    eachLine(process.stdout, (line) => this.take(readFilterLine(line)), 'dropped');
    eachLine(process.stderr, (line) => log(`${name}: ${line}`));
    void process.ended.then((how) => {
      if (!this.registered) this.isLost?.(new Error(`processor ${name} ${how} before it was ready`));
      else if (!this.stopping) lost(`lost processor: ${name} ${how}`);
    });
    process.stdin.on('error', () => undefined);
  }

  private take(line: FilterLine): void {
    switch (line.type) {
      case 'ready':
        this.registered = true;
        this.isReady?.();
        return;
      case 'hook':
        this.hooks.push(line.phase);
        return;
      case 'listen':
        this.events[line.direction].add(line.event);
        return;
      case 'result': {
        // A session may be gone by now.
        const key = `${line.session}|${line.token}`;
        this.asked.get(key)?.(line.response);
        this.asked.delete(key);
        return;
      }
      case 'data-line': {
        const state = this.data.get(line.session);
        if (state === undefined || state.token !== line.token) return;
        state.lines.push(line.line);
        if (line.line === '.') state.finish?.();
        return;
      }
      case 'report':
        this.options.reported(line);
        return;
      case 'invalid':
        if (this.registered) this.options.lost(line.problem);
        else this.isLost?.(new Error(`processor ${this.options.name}: ${line.problem}`));
        return;
    }
  }

  private lastLine(state: DataState): Promise<void> {
    if (state.lines.includes('.')) return Promise.resolve();
    return new Promise((resolve) => {
      state.finish = resolve;
    });
  }

  private forget(session: string): void {
    this.data.get(session)?.finish?.();
    this.data.delete(session);
    for (const key of this.asked.keys()) if (key.startsWith(session)) this.asked.delete(key);
  }

  private write(line: string): boolean {
    return this.options.process.stdin.write(`${line}\n`, 'latin1');
  }

  /** A message may be larger than what a process has taken of it: its lines wait for it. */
  private async writeSlowly(line: string): Promise<void> {
    if (this.write(line)) return;
    const { stdin } = this.options.process;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        stdin.off('drain', done).off('close', done);
        resolve();
      };
      stdin.once('drain', done).once('close', done);
    });
  }

  private newToken(): string {
    this.lastToken += 1;
    return this.lastToken.toString(16).padStart(16, '0');
  }
}
