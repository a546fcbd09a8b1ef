import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { type DbEntry, writeHashDatabase } from '@smtpd-conf/compiler';

/** Bytes of what libdb tells files apart by. */
const UID_BYTES = 20;

/**
 * Writes a database so that it is there whole or as it was before, with the mode and the owner of the file that it is made of.
 * Throws the system's error.
 */
export function writeMap(path: string, entries: readonly DbEntry[], source: Stats | undefined): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    const bytes = writeHashDatabase(entries, randomBytes(UID_BYTES));
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    if (source && process.getuid?.() === 0) chownSync(temporary, source.uid, source.gid);
    fchmodSync(file, source ? source.mode & 0o777 : 0o600);
    fsyncSync(file);
    renameSync(temporary, path);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  } finally {
    closeSync(file);
  }
}
