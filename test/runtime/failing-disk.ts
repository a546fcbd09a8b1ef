import type { FileHandle } from 'node:fs/promises';
import { QUEUE_FILES, type QueueFiles } from '@smtpd-conf/runtime';

/** What can fail; `sync` is of a message file, `directory sync` of the directory that it is renamed into. */
export const OPERATIONS = ['open', 'write', 'sync', 'close', 'rename', 'directory sync'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** A disk of which one operation fails for as long as it is told to. */
export class FailingDisk implements QueueFiles {
  failing: Operation | 'unlink' | 'append' | undefined;
  /** What was done since the test began, in order. */
  readonly done: string[] = [];

  readonly open: QueueFiles['open'] = async (path, flags, mode) => {
    if (flags === 'wx') this.pass('open');
    const handle = await QUEUE_FILES.open(path, flags, mode);
    return this.watched(handle, flags === 'r');
  };

  readonly rename: QueueFiles['rename'] = async (from, to) => {
    this.pass('rename');
    await QUEUE_FILES.rename(from, to);
  };

  readonly unlink: QueueFiles['unlink'] = async (path) => {
    this.pass('unlink');
    await QUEUE_FILES.unlink(path);
  };

  private pass(operation: string): void {
    if (this.failing === operation) throw Object.assign(new Error(`ENOSPC: ${operation}`), { code: 'ENOSPC' });
    this.done.push(operation);
  }

  private watched(handle: FileHandle, reading: boolean): FileHandle {
    const before = (name: string): void => this.pass(name);
    const names: Readonly<Record<string, string>> = {
      write: 'write',
      appendFile: 'append',
      sync: reading ? 'directory sync' : 'sync',
      datasync: reading ? 'directory sync' : 'sync',
      ...(reading ? {} : { close: 'close' }),
    };
    return new Proxy(handle, {
      get(target, key) {
        const member = Reflect.get(target, key, target) as unknown;
        if (typeof member !== 'function') return member;
        return async (...given: readonly unknown[]) => {
          const name = names[String(key)];
          if (name !== undefined) before(name);
          return Reflect.apply(member, target, given) as unknown;
        };
      },
    });
  }
}
