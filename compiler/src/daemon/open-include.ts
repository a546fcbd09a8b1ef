import { Source } from '@smtpd-conf/grammar';
import type { Outcome, World } from '../world/world.js';

/** pushfile in parse.y: fopen succeeds on a directory, which then reads as an empty file. */
export function openInclude(
  path: string,
  world: World,
  openFiles: number,
  reading: 'text' | 'bytes' = 'text',
): Outcome<Source> {
  if (openFiles >= world.openFileLimit()) {
    return { ok: false, error: { code: 'EMFILE', text: 'Too many open files' } };
  }
  const read = world.readFile(path);
  if (read.ok) {
    return {
      ok: true,
      value: reading === 'bytes' ? Source.ofBytes(path, read.value) : Source.fromBytes(path, read.value),
    };
  }
  if (read.error.code === 'EISDIR') return { ok: true, value: new Source(path, '') };
  return read;
}
