import { closeSync, fstatSync, openSync } from 'node:fs';
import { readOpen } from '@smtpd-conf/compiler/node';
import { Source } from '@smtpd-conf/grammar';
import { EXIT, UserError } from './exit-status.js';

/** The name that messages give to standard input. */
export const STDIN = '<stdin>';

/** Reads a file, or standard input for `-`. Throws a UserError that says why it cannot be read. */
export function readSource(path: string): Source {
  return Source.fromBytes(path === '-' ? STDIN : path, readBytes(path));
}

/** The bytes of a file, or of standard input for `-`. Throws a UserError that says why it cannot be read. */
export function readBytes(path: string): Uint8Array {
  let file: number | undefined;
  try {
    if (path === '-') return readOpen(0);
    file = openSync(path, 'r');
    if (fstatSync(file).isDirectory()) {
      throw new UserError(`${path}: is a directory; name the file in it`, EXIT.unreadable);
    }
    return readOpen(file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const garbled = path.includes('\ufffd')
      ? ' (names that are not UTF-8 cannot be opened: hand the file in as standard input, -)'
      : '';
    throw new UserError(`${path}: ${reason(error)}${garbled}`, EXIT.unreadable);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; correct the path',
  EACCES: 'may not be read; correct its permissions, or run as a user who may',
  ENOTDIR: 'a part of the path is no directory; correct the path',
  ELOOP: 'is a symbolic link that leads to itself',
  ENAMETOOLONG: 'the path is too long',
  ENOSPC: 'there is no space left on the device',
  EROFS: 'the file system is read-only',
  EISDIR: 'is a directory; name a file',
  EFBIG: 'goes on for more than 256 MiB, which no configuration does; name a file that ends',
  ERR_FS_FILE_TOO_LARGE: 'is larger than 2 GiB, which no configuration is',
};

/** Why the system refused a file, with what to do. */
export function reason(error: unknown): string {
  const { code = '', message } = error as { code?: string; message: string };
  return REASONS[code] ?? message;
}
