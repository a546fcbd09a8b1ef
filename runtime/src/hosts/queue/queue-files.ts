import { renameSync, unlink } from 'node:fs';
import { promisify } from 'node:util';
import { createDiskFile, openDiskFile } from '../disk-file.js';

/** What the queue does to the disk while the server runs; a test lets each of it fail. */
export interface QueueFiles {
  readonly open: typeof openDiskFile;
  readonly create: typeof createDiskFile;
  readonly rename: (from: string, to: string) => void;
  readonly unlink: (path: string) => Promise<void>;
}

/** Names that come and go are waited for: it takes long while others wait for their sync. Renaming does not. */
export const QUEUE_FILES: QueueFiles = {
  open: openDiskFile,
  create: createDiskFile,
  rename: renameSync,
  unlink: promisify(unlink),
};
