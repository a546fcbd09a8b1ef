import { renameSync, unlinkSync } from 'node:fs';
import { openDiskFile } from '../disk-file.js';

/** What the queue does to the disk while the server runs; a test lets each of it fail. */
export interface QueueFiles {
  readonly open: typeof openDiskFile;
  readonly rename: (from: string, to: string) => void;
  readonly unlink: (path: string) => void;
}

export const QUEUE_FILES: QueueFiles = { open: openDiskFile, rename: renameSync, unlink: unlinkSync };
