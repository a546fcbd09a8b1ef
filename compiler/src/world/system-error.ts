import type { Outcome, SystemError } from './world.js';

/** strerror(3) of glibc, for what opening, reading and asking for a file can fail with. */
const TEXTS: Readonly<Record<string, string>> = {
  EPERM: 'Operation not permitted',
  ENOENT: 'No such file or directory',
  EINTR: 'Interrupted system call',
  EIO: 'Input/output error',
  ENXIO: 'No such device or address',
  EAGAIN: 'Resource temporarily unavailable',
  ENOMEM: 'Cannot allocate memory',
  EACCES: 'Permission denied',
  EFAULT: 'Bad address',
  EBUSY: 'Device or resource busy',
  EEXIST: 'File exists',
  ENODEV: 'No such device',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EINVAL: 'Invalid argument',
  ENFILE: 'Too many open files in system',
  EMFILE: 'Too many open files',
  ETXTBSY: 'Text file busy',
  EFBIG: 'File too large',
  EROFS: 'Read-only file system',
  ENAMETOOLONG: 'File name too long',
  ELOOP: 'Too many levels of symbolic links',
  EOVERFLOW: 'Value too large for defined data type',
  ENOTSUP: 'Operation not supported',
  ESTALE: 'Stale file handle',
  ENOSPC: 'No space left on device',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  ETIMEDOUT: 'Connection timed out',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  EDQUOT: 'Disk quota exceeded',
  // Ours: no error to the daemon, which waits.
  ENAMEDPIPE: 'a named pipe is not waited for; hand it in as /dev/stdin',
};

/** strerror(3) for an errno code such as `ENOENT`. */
export function systemErrorText(code: string): string {
  return TEXTS[code] ?? `Unknown error ${code}`;
}

/** The error of an errno code such as `ENOENT`. */
function systemError(code: string): SystemError {
  return { code, text: systemErrorText(code) };
}

export function failed<T>(code: string): Outcome<T> {
  return { ok: false, error: systemError(code) };
}
