import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** What comes out of a device or a pipe ends here at the latest: no configuration is as large, and `/dev/zero` never ends. */
const MOST = 256 * 1024 * 1024;
const CHUNK = 64 * 1024;

/**
 * The bytes of a file that a configuration names. Throws as the functions of node:fs do; EFBIG for a device or a pipe that has
 * no end, ENAMEDPIPE for a named pipe: the daemon waits until somebody writes into it, which may be for ever.
 */
export function readWhole(path: string): Uint8Array {
  // Pipes that a process has open already have a name there; opening them anew without waiting would not do.
  const ours = /^\/(?:dev|proc)\//.test(path);
  const file = openSync(path, ours ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!ours && fstatSync(file).isFIFO()) throw coded('ENAMEDPIPE');
    return readOpen(file);
  } finally {
    closeSync(file);
  }
}

/** The bytes of an open file from where it stands. Throws as `readWhole` does, but waits for what a pipe has to say. */
export function readOpen(file: number): Uint8Array {
  const status = fstatSync(file);
  if (status.isFile() || status.isDirectory()) return readFileSync(file);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const chunk = new Uint8Array(CHUNK);
    const read = readSync(file, chunk);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
    size += read;
    if (size > MOST) throw coded('EFBIG');
  }
}

function coded(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}
