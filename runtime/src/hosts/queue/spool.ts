import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageId } from '../../queue/ids.js';

/** Where things lie below the spool directory; docs/runtime.md. */
export interface Spool {
  readonly root: string;
  /** Messages that are being received; what a restart finds here was promised to nobody. */
  readonly incoming: string;
  /** Message files, and beside them `<id>.log` with the progress of their envelopes. */
  readonly queue: string;
  /** What could not be read, for a person to look at. */
  readonly corrupt: string;
}

export function spoolAt(root: string): Spool {
  return { root, incoming: join(root, 'incoming'), queue: join(root, 'queue'), corrupt: join(root, 'corrupt') };
}

/** Makes what is not there yet; only the spool's owner may enter. Throws the system's error. */
export function makeSpool(root: string): Spool {
  const spool = spoolAt(root);
  mkdirSync(root, { recursive: true, mode: 0o711 });
  for (const directory of [spool.incoming, spool.queue, spool.corrupt]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  return spool;
}

export function messagePath(spool: Spool, id: MessageId): string {
  return join(spool.queue, id);
}

export function progressPath(spool: Spool, id: MessageId): string {
  return join(spool.queue, `${id}.log`);
}
