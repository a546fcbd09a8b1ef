import { closeSync, fdatasync, fsync, open, openSync, readSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';

/**
 * A file on a disk. Only a sync is waited for: all else goes to the system's memory, and takes less time than handing it to
 * a thread and back. All throw the system's error.
 */
export interface DiskFile {
  /** Writes all of the bytes, after what was written or at the end. */
  write(bytes: Uint8Array): void;
  /** At most `length` bytes from `position` on; fewer at the end of the file. */
  read(length: number, position: number): Uint8Array;
  /** fsync(2). */
  sync(): Promise<void>;
  /** fdatasync(2). */
  datasync(): Promise<void>;
  close(): void;
}

const syncAll = promisify(fsync);
const syncData = promisify(fdatasync);
const openLater = promisify(open);

export function openDiskFile(path: string, flags: string, mode?: number): DiskFile {
  return diskFile(openSync(path, flags, mode));
}

/** Makes a file that must not be there yet. It is waited for: behind syncs, the file system takes its time for a new name. */
export async function createDiskFile(path: string, mode: number): Promise<DiskFile> {
  return diskFile(await openLater(path, 'wx', mode));
}

function diskFile(file: number): DiskFile {
  return {
    write(bytes) {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    },
    read(length, position) {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, position));
    },
    sync: () => syncAll(file),
    datasync: () => syncData(file),
    close: () => closeSync(file),
  };
}

/** The first `bytes` bytes of a file, in pieces. Throws where there are not so many. */
export function* readPieces(file: DiskFile, bytes: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes; ) {
    const piece = file.read(Math.min(PIECE, bytes - at), at);
    if (piece.length === 0) throw new Error('the message is shorter than it was');
    at += piece.length;
    yield piece;
  }
}

const PIECE = 65536;
