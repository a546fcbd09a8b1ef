import { type CompiledTable, readHashDatabase, type World } from '@smtpd-conf/compiler';
import { byteText } from '@smtpd-conf/engine';

/** The db tables of a configuration, read when they are first asked for. */
export class Databases {
  private readonly known = new Map<string, Readonly<Record<string, string>> | undefined>();

  constructor(private readonly files: Pick<World, 'readFile'>) {}

  /** Keys and values as byte texts; undefined for a table that is none, or whose file cannot be read. */
  rowsOf({ backend, config: path }: CompiledTable): Readonly<Record<string, string>> | undefined {
    if (backend !== 'db' || path === undefined) return undefined;
    if (!this.known.has(path)) this.known.set(path, this.read(path));
    return this.known.get(path);
  }

  private read(path: string): Readonly<Record<string, string>> | undefined {
    const file = this.files.readFile(path);
    const entries = file.ok ? readHashDatabase(file.value) : undefined;
    // makemap(8) ends keys and values with a NUL.
    return entries && Object.fromEntries(entries.map(([key, value]) => [text(key), text(value)]));
  }
}

function text(bytes: Uint8Array): string {
  return byteText(bytes).replace(/\0$/, '');
}
