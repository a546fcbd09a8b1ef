import { failed } from './system-error.js';
import type { FileStatus, Outcome } from './world.js';
import type { DescribedFile } from './world-description.js';

const FILE_MODE = '0644';
const DIRECTORY_MODE = '0755';

/** The files of a described world. Directories exist wherever a file lies below them. */
export class DescribedFiles {
  private readonly files = new Map<string, DescribedFile>();
  private readonly directories = new Set<string>(['/', '.']);

  constructor(files: Readonly<Record<string, string | DescribedFile>>) {
    for (const [path, file] of Object.entries(files)) this.add(normal(path), file);
  }

  read(path: string): Outcome<Uint8Array> {
    const found = this.find(path);
    if (!found.ok) return found;
    const { error, directory, base64, text = '' } = found.value;
    if (error !== undefined) return failed(error);
    if (directory) return failed('EISDIR');
    return { ok: true, value: base64 === undefined ? new TextEncoder().encode(text) : decodeBase64(base64) };
  }

  status(path: string): Outcome<FileStatus> {
    const found = this.find(path);
    if (!found.ok) return found;
    const { directory, mode, uid = 0, gid = 0 } = found.value;
    const contents = this.read(path);
    return {
      ok: true,
      value: {
        kind: directory ? 'directory' : 'file',
        size: contents.ok ? contents.value.length : 0,
        mode: Number.parseInt(mode ?? (directory ? DIRECTORY_MODE : FILE_MODE), 8),
        uid,
        gid,
      },
    };
  }

  private add(path: string, file: string | DescribedFile): void {
    this.files.set(path, typeof file === 'string' ? { text: file } : file);
    for (let above = parent(path); !this.directories.has(above); above = parent(above)) this.directories.add(above);
  }

  private find(path: string): Outcome<DescribedFile> {
    if (path === '') return failed('ENOENT');
    const name = normal(path);
    const file = this.files.get(name);
    if (file) return path.endsWith('/') && !file.directory ? failed('ENOTDIR') : { ok: true, value: file };
    if (this.directories.has(name)) return { ok: true, value: { directory: true } };
    const above = this.files.get(parent(name));
    return failed(above && !above.directory ? 'ENOTDIR' : 'ENOENT');
  }
}

/** Without empty parts, `.` and `..`. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}` || '.';
}

function parent(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash > 0) return path.slice(0, slash);
  return path.startsWith('/') ? '/' : '.';
}

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replace(/\s+/g, '')), (letter) => letter.charCodeAt(0));
}
