import type { DiskFile } from '../disk-file.js';
import type { QueueFiles } from './queue-files.js';

/**
 * fsync of a directory on behalf of everybody who changed it: whoever asks while one is under way shares the next one.
 * Rejects for all who share it when the system says no.
 */
export class SharedSync {
  private running: Promise<void> | undefined;
  private waiting: Promise<void> | undefined;

  private constructor(private readonly handle: DiskFile) {}

  static open(directory: string, files: QueueFiles): SharedSync {
    return new SharedSync(files.open(directory, 'r'));
  }

  /** Resolves when everything that was renamed or made before the call is on the disk. */
  sync(): Promise<void> {
    if (this.waiting !== undefined) return this.waiting;
    if (this.running === undefined) return this.start();
    const after = this.running.catch(() => undefined).then(() => this.start());
    this.waiting = after;
    return after;
  }

  async close(): Promise<void> {
    await this.running?.catch(() => undefined);
    this.handle.close();
  }

  private start(): Promise<void> {
    this.waiting = undefined;
    const run = this.handle.sync().finally(() => {
      if (this.running === run) this.running = undefined;
    });
    this.running = run;
    return run;
  }
}
