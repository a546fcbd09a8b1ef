import type { Token } from '@smtpd-conf/grammar';
import type { Origin, TableBackend, TableKind, TableRow } from './config/compiled-config.js';

/** A table while the configuration is being compiled. */
export interface TableState {
  readonly name: string;
  readonly backend: TableBackend;
  readonly kind: TableKind;
  readonly config: string | undefined;
  /** The lookups it answers. */
  readonly services: ReadonlySet<string>;
  /** Of static tables; computed when first asked for. */
  readonly entries: readonly TableRow[] | undefined;
  /** Those of the entries. */
  readonly keys: readonly string[] | undefined;
  readonly origin: Origin | undefined;
  /** The name where it is defined. */
  readonly token: Token | undefined;
}

/** A table of a `table` statement, or one that every configuration has. */
export class NamedTable implements TableState {
  kind: TableKind;
  private rows: TableRow[] | (() => readonly TableRow[] | undefined) = [];
  private known: readonly string[] | undefined;

  constructor(
    readonly name: string,
    readonly backend: TableBackend,
    kind: TableKind,
    readonly config: string | undefined,
    readonly services: ReadonlySet<string>,
    readonly origin: Origin | undefined = undefined,
    readonly token: Token | undefined = undefined,
  ) {
    this.kind = kind;
  }

  get entries(): readonly TableRow[] | undefined {
    if (this.backend !== 'static') return undefined;
    return typeof this.rows === 'function' ? this.rows() : this.rows;
  }

  get keys(): readonly string[] | undefined {
    const { entries } = this;
    if (entries === undefined) return undefined;
    if (this.known?.length !== entries.length) this.known = entries.map(([key]) => key);
    return this.known;
  }

  /** The first entry decides whether the table is a list or a mapping. */
  decide(kind: TableKind): void {
    if (this.kind === 'none') this.kind = kind;
  }

  add(row: TableRow): void {
    if (typeof this.rows !== 'function') this.rows.push(row);
  }

  /** The entries are those of a file, to be read when they are asked for. */
  load(kind: TableKind, rows: () => readonly TableRow[] | undefined): void {
    this.kind = kind;
    this.rows = rows;
  }
}

/** A table that is written where it is used. There may be as many as rules, so it holds no more than it must. */
export class InlineTableState implements TableState {
  /** The only key, until there is more. */
  private rows: string | TableRow[] | undefined;
  private known: readonly string[] | undefined;
  /** What an entry that had to be left out would have made of an empty table. */
  private leftOut: TableKind = 'none';

  constructor(
    private number: number,
    readonly services: ReadonlySet<string>,
    readonly origin: Origin,
  ) {}

  get name(): string {
    return `<dynamic:${this.number}>`;
  }

  isNumber(number: number): boolean {
    return this.number === number;
  }

  /** Gives it the number that it has in another state. */
  renumber(number: number): void {
    this.number = number;
  }

  get backend(): TableBackend {
    return 'static';
  }

  get kind(): TableKind {
    if (this.rows === undefined) return this.leftOut;
    return typeof this.rows === 'string' || this.rows[0]?.length === 1 ? 'list' : 'hash';
  }

  get config(): undefined {
    return undefined;
  }

  get token(): undefined {
    return undefined;
  }

  get entries(): readonly TableRow[] {
    if (this.rows === undefined) return [];
    return typeof this.rows === 'string' ? [[this.rows]] : this.rows;
  }

  get keys(): readonly string[] {
    if (this.rows === undefined) return [];
    if (typeof this.rows === 'string') return [this.rows];
    if (this.known?.length !== this.rows.length) this.known = this.rows.map(([key]) => key);
    return this.known;
  }

  /** An entry that is left out decides the kind all the same. */
  decide(kind: TableKind): void {
    if (this.leftOut === 'none') this.leftOut = kind;
  }

  add(row: TableRow): void {
    if (this.rows === undefined) this.rows = row.length === 1 ? row[0] : [row];
    else if (typeof this.rows === 'string') this.rows = [[this.rows], row];
    else this.rows.push(row);
  }
}

/** All tables by name; those without a name of their own are numbered (table.c: last_table_id). */
export class Tables {
  private readonly named = new Map<string, TableState>();
  private readonly inline: InlineTableState[] = [];

  find(name: string): TableState | undefined {
    const named = this.named.get(name);
    if (named !== undefined || !name.startsWith('<dynamic:')) return named;
    const number = /^<dynamic:(0|[1-9]\d*)>$/.exec(name)?.[1];
    return number === undefined ? undefined : this.inline[Number(number)];
  }

  define(table: NamedTable): void {
    this.named.set(table.name, table);
  }

  newInline(services: ReadonlySet<string>, origin: Origin): InlineTableState {
    const table = new InlineTableState(this.inline.length, services, origin);
    this.inline.push(table);
    return table;
  }

  /** Takes over a table of another state. */
  adopt(table: InlineTableState): void {
    table.renumber(this.inline.length);
    this.inline.push(table);
  }

  get inlineCount(): number {
    return this.inline.length;
  }

  /** Those with names in the order of their definition, then the others in theirs. */
  all(): readonly TableState[] {
    return [...this.named.values(), ...this.inline];
  }
}
