import { open, rename, unlink } from 'node:fs/promises';

/** What the queue does to the disk while the server runs; a test lets each of it fail. */
export interface QueueFiles {
  readonly open: typeof open;
  readonly rename: typeof rename;
  readonly unlink: typeof unlink;
}

export const QUEUE_FILES: QueueFiles = { open, rename, unlink };
