import { type CompiledTable, readMap, type World } from '@smtpd-conf/compiler';

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
    const rows = file.ok ? readMap(file.value) : undefined;
    return rows && Object.fromEntries(rows);
  }
}
