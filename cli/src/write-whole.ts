import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  lstatSync,
  readlinkSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EXIT, UserError } from './exit-status.js';
import { reason } from './read-source.js';

/** Writes a file so that it is there whole or not at all; a file that was there keeps its mode and its owner. */
export function writeWhole(path: string, text: string, encoding: BufferEncoding = 'utf8'): void {
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    // A file that nobody may write stays, although its directory would let another take its place.
    if (before?.isFile()) accessSync(path, constants.W_OK);
    // What a symbolic link names is replaced, not the link.
    if (!before || before.isFile())
      replace(before ? realpathSync(path) : linked(path), Buffer.from(text, encoding), before);
    // A device or a pipe takes what is written; renaming would put a file in its place. A directory says what it is.
    else writeFileSync(path, text, encoding);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UserError(`${path}: cannot be written: ${REFUSALS[code] ?? reason(error)}`, EXIT.unreadable);
  }
}

/** What stands in the way of writing where another thing would stand in the way of reading. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such directory; make it, or correct the path',
  EACCES: 'you may not write there; correct the permissions of the file or its directory, or name another',
};

/** The file that a symbolic link would name if it were there; the path itself for any other. */
function linked(path: string): string {
  const link = lstatSync(path, { throwIfNoEntry: false });
  return link?.isSymbolicLink() ? resolve(dirname(path), readlinkSync(path)) : path;
}

/** Writes under a temporary name and renames. */
function replace(path: string, bytes: Buffer, before: Stats | undefined): void {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  // Nobody may read meanwhile what only some may read afterwards.
  writeNew(temporary, bytes, before ? 0o600 : 0o666);
  try {
    if (before && process.getuid?.() === 0) chownSync(temporary, before.uid, before.gid);
    if (before) chmodSync(temporary, before.mode & 0o7777);
    renameSync(temporary, path);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}

/** Makes a file; where that fails half-way, the half is removed. */
function writeNew(path: string, bytes: Buffer, mode: number): void {
  try {
    writeFileSync(path, bytes, { mode, flag: 'wx' });
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })) unlinkSync(path);
    throw error;
  }
}
