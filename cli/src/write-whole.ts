import { randomBytes } from 'node:crypto';
import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { EXIT, UserError } from './exit-status.js';
import { reason } from './read-source.js';

/** Writes a file under a temporary name and renames it, so that it is there whole or not at all; keeps its mode. */
export function writeWhole(path: string, text: string, encoding: BufferEncoding = 'utf8'): void {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    writeFileSync(temporary, text, { encoding, flag: 'wx' });
    if (before) chmodSync(temporary, before.mode & 0o7777);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`${path}: cannot be written: ${reason(error)}`, EXIT.unreadable);
  }
}
