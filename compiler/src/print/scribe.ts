import {
  CLAUSES,
  type Clause,
  type ClauseId,
  existsIn,
  type Form,
  isValueKind,
  VERSIONS,
  type Version,
} from '@smtpd-conf/grammar';
import { type Behaviour, behaves } from '../behaviour.js';
import type { CompiledConfig, CompiledTable, Origin } from '../config/compiled-config.js';
import { type Fragment, fragment, join, type NameKind, nameKey } from './fragment.js';
import { writeWord } from './word.js';

/** Something that a configuration for the wanted release cannot say. */
export interface PrintError {
  /** Names the part of the configuration and what is wrong with it. */
  readonly message: string;
  /** The first release that could express it; absent where none can. */
  readonly since?: Version;
  readonly origin?: Origin;
}

/** What every part of a print shares. */
export interface Print {
  readonly config: CompiledConfig;
  readonly version: Version;
  readonly tables: ReadonlyMap<string, CompiledTable>;
  /** The members of each chain that is written where it is used. */
  readonly chains: ReadonlyMap<string, readonly string[]>;
  readonly errors: PrintError[];
}

/** Lists longer than this stand one entry a line. */
const LINE_LENGTH = 100;

/** Writes the clauses of one part of a configuration, and collects what cannot be written. */
export class Scribe {
  constructor(
    private readonly print: Print,
    /** The part, as errors name it. */
    private readonly subject: string,
    private readonly origin: Origin | undefined,
  ) {}

  get config(): CompiledConfig {
    return this.print.config;
  }

  tableNamed(name: string): CompiledTable | undefined {
    return this.print.tables.get(name);
  }

  complain(what: string, since?: Version): void {
    const { subject, origin } = this;
    const release = since === undefined ? '' : ` (OpenSMTPD ${since} and later can, ${this.print.version} cannot)`;
    const error = { message: `${subject}: ${what}${release}` };
    this.print.errors.push({ ...error, ...(since && { since }), ...(origin && { origin }) });
  }

  /** A clause of the language tables in one of its forms, with its values; an error where the release has no such form. */
  clause(id: ClauseId, form: string, ...values: readonly (Fragment | string)[]): Fragment {
    return this.form(formOf(CLAUSES[id], form), ...values);
  }

  form(form: Form, ...values: readonly (Fragment | string)[]): Fragment {
    if (!existsIn(form, this.print.version)) this.complain(`"${form.parts.join(' ')}" cannot be written`, form.since);
    const rest = [...values];
    return join(form.parts.map((part) => (isValueKind(part) ? asFragment(rest.shift()) : fragment(part))));
  }

  /** A clause with a word, where there is a value for it. */
  wordClause(id: ClauseId, form: string, value: string | undefined): Fragment[] {
    return value === undefined ? [] : [this.clause(id, form, this.word(value))];
  }

  /** A clause with a table, where one is named. */
  tableClause(id: ClauseId, form: string, table: string | undefined): Fragment[] {
    return table === undefined ? [] : [this.clause(id, form, this.table(table))];
  }

  word(value: string): string {
    const written = writeWord(value, this.print.version);
    if ('text' in written) return written.text;
    this.complain(`${written.problem}: ${shorten(value)}`);
    return '""';
  }

  /** A name that must be defined above the place where it is used. */
  name(kind: NameKind, name: string): Fragment {
    return fragment(this.word(name), { uses: [nameKey(kind, name)] });
  }

  number(value: number): string {
    if (!Number.isSafeInteger(value)) this.complain(`${value} is no whole number, or too large to be exact`);
    return String(value);
  }

  /** A span of time with its unit (delaytonum). */
  delay(seconds: number): string {
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > 0x7fffffff) {
      this.complain(`${seconds} seconds cannot be written`);
      return '1s';
    }
    const [factor, unit] = UNITS.find(([size]) => seconds % size === 0) ?? [1, 's'];
    return `${seconds / factor}${unit}`;
  }

  /** A table where one may stand: inline where it has no name of its own, as a bare word where it has one entry. */
  table(name: string): Fragment {
    const table = this.print.tables.get(name);
    if (table === undefined) this.complain(`there is no table named ${shorten(name)}`);
    const number = table && inlineNumber(table);
    if (table === undefined || number === undefined) {
      return fragment(`<${this.word(name)}>`, { uses: [nameKey('table', name)] });
    }
    const [only, second] = table.entries ?? [];
    const literal = only?.length === 1 && second === undefined;
    return fragment(literal ? this.word(only[0]) : this.entries(table), { tables: [number] });
  }

  /** `{ … }` */
  entries({ entries = [] }: CompiledTable): string {
    if (entries.length === 0) this.complain('a table without entries cannot be written');
    return braces(
      entries.map(([key, value]) => this.word(key) + (value === undefined ? '' : ` = ${this.word(value)}`)),
    );
  }

  /** The filter that a listener or a relay action names: a name, or a chain written in place. */
  filterClause(id: 'listen.filter' | 'socket.filter' | 'relay.filter', filter: string | undefined): Fragment[] {
    if (filter === undefined) return [];
    const members = this.print.chains.get(filter);
    if (members === undefined) return [this.clause(id, 'filter STRING', this.name('filter', filter))];
    const clause = this.clause(id, 'filter FILTERS', this.filterList(members));
    return [{ ...clause, chains: [chainNumber(filter) as number] }];
  }

  filterList(filters: readonly string[]): Fragment {
    const names = filters.map((name) => this.name('filter', name));
    return { ...join(names), text: braces(names.map(({ text }) => text)) };
  }

  behaves(behaviour: Behaviour): boolean {
    return behaves(this.print.version, behaviour);
  }

  /** Complains where the release does not behave as the part needs it. */
  need(behaviour: Behaviour, what: string): void {
    if (this.behaves(behaviour)) return;
    this.complain(
      what,
      VERSIONS.find((version) => behaves(version, behaviour)),
    );
  }

  /** Complains where the release behaves in a way that the part cannot live with. */
  refuse(behaviour: Behaviour, what: string): void {
    if (this.behaves(behaviour)) this.complain(what);
  }
}

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [86400, 'd'],
  [3600, 'h'],
  [60, 'm'],
];

function formOf(clause: Clause, wanted: string): Form {
  const found = clause.forms.find((form) => form.parts.join(' ') === wanted);
  if (found === undefined) throw new Error(`the language tables have no "${wanted}" for ${clause.id}`);
  return found;
}

function asFragment(value: Fragment | string | undefined): Fragment {
  return typeof value === 'string' ? fragment(value) : (value ?? fragment(''));
}

/** The number of a table that was written where it is used. */
export function inlineNumber({ name, backend, config }: CompiledTable): number | undefined {
  const match = /^<dynamic:(\d+)>$/.exec(name);
  return match && backend === 'static' && config === undefined ? Number(match[1]) : undefined;
}

/** The number of a chain that was written where it is used. */
export function chainNumber(name: string): number | undefined {
  const match = /^<dynchain:([0-9a-f]{8,})>$/.exec(name);
  return match ? Number.parseInt(match[1] as string, 16) : undefined;
}

/** A list in braces; a long one over several lines, joined by backslashes, which every release reads. */
function braces(items: readonly string[]): string {
  const length = items.reduce((sum, item) => sum + item.length + 2, 0);
  return length <= LINE_LENGTH ? `{ ${items.join(', ')} }` : `{ \\\n  ${items.join(', \\\n  ')} \\\n}`;
}

function shorten(text: string): string {
  const shown = JSON.stringify(text);
  return shown.length <= 60 ? shown : `${shown.slice(0, 56)}…"`;
}
