import { QUEUE_FILES, type QueueFiles } from '@smtpd-conf/runtime';

type DiskFile = ReturnType<QueueFiles['open']>;

/** What can fail; `sync` is of a message file, `directory sync` of the directory that it is renamed into. */
export const OPERATIONS = ['open', 'write', 'sync', 'close', 'rename', 'directory sync'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** A disk of which one operation fails for as long as it is told to. */
export class FailingDisk implements QueueFiles {
  failing: Operation | 'unlink' | 'append' | undefined;
  /** What was done since the test began, in order. */
  readonly done: string[] = [];

  readonly open: QueueFiles['open'] = (path, flags, mode) => {
    const file = QUEUE_FILES.open(path, flags, mode);
    return flags === 'r'
      ? this.failingFile(file, '', 'directory sync', '')
      : this.failingFile(file, 'append', 'sync', 'close');
  };

  readonly create: QueueFiles['create'] = async (path, mode) => {
    this.pass('open');
    return this.failingFile(await QUEUE_FILES.create(path, mode), 'write', 'sync', 'close');
  };

  private failingFile(file: DiskFile, write: string, sync: string, close: string): DiskFile {
    const first =
      <G extends readonly unknown[], T>(operation: string, work: (...given: G) => T) =>
      (...given: G): T => {
        if (operation !== '') this.pass(operation);
        return work(...given);
      };
    return {
      read: file.read,
      write: first(write, file.write),
      sync: async () => first(sync, file.sync)(),
      datasync: async () => first(sync, file.datasync)(),
      close: first(close, file.close),
    };
  }

  readonly rename: QueueFiles['rename'] = (from, to) => {
    this.pass('rename');
    QUEUE_FILES.rename(from, to);
  };

  readonly unlink: QueueFiles['unlink'] = async (path) => {
    this.pass('unlink');
    await QUEUE_FILES.unlink(path);
  };

  private pass(operation: string): void {
    if (this.failing === operation) throw Object.assign(new Error(`ENOSPC: ${operation}`), { code: 'ENOSPC' });
    this.done.push(operation);
  }
}
