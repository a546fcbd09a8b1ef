import type { TraceSubsystem } from '../control/command.js';

/** Where what a server has to say goes, and how much of it; what is heard changes while it runs (log.c). */
export class MailLog {
  private tracing: ReadonlySet<TraceSubsystem>;

  /** @param write takes a line without its end */
  constructor(
    private readonly write: (line: string) => void,
    private verbose: boolean,
    tracing: Iterable<TraceSubsystem>,
  ) {
    this.tracing = new Set(tracing);
  }

  readonly info = (line: string): void => this.write(line);

  readonly debug = (line: string): void => {
    if (this.verbose) this.write(`debug: ${line}`);
  };

  /** What is only said of a subsystem that is traced; made when it is wanted. */
  trace(subsystem: TraceSubsystem, line: () => string): void {
    if (this.traces(subsystem)) this.write(line());
  }

  get isTracing(): boolean {
    return this.tracing.size > 0;
  }

  private traces(subsystem: TraceSubsystem): boolean {
    return this.tracing.has(subsystem) || this.tracing.has('all');
  }

  setVerbose(verbose: boolean): void {
    this.verbose = verbose;
  }

  setTracing(subsystem: TraceSubsystem, on: boolean): void {
    const others = [...this.tracing].filter((one) => one !== subsystem && subsystem !== 'all');
    this.tracing = new Set(on ? [...this.tracing, subsystem] : others);
  }
}
