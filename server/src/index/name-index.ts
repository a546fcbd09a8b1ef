import type { Analysis } from '@smtpd-conf/compiler';
import type { ClauseNode, Source, Span, Statement, StatementKind, Token, Value } from '@smtpd-conf/grammar';

/** What can be defined and referred to by name. */
export type NameKind = 'table' | 'action' | 'filter' | 'proc' | 'pki' | 'ca' | 'wrapper' | 'macro' | 'tag';

/** One place where a name stands. */
export interface Occurrence {
  readonly kind: NameKind;
  readonly name: string;
  readonly role: 'definition' | 'reference';
  readonly source: Source;
  /** Of the name alone: without `$` and without quotes. */
  readonly start: number;
  readonly end: number;
  /** The statement it stands in; for a macro, the first that uses it there. */
  readonly statement: Statement;
  /** The name came out of this macro: the place is where the macro is used. */
  readonly viaMacro: boolean;
  /** Definitions of what is used later and earlier are told apart by it: their rank in the order of reading. */
  readonly order: number;
}

/** Every name of a project and where it stands, in the order of reading. */
export interface NameIndex {
  readonly all: readonly Occurrence[];
  of(kind: NameKind, name: string): readonly Occurrence[];
  /** The innermost occurrence at an offset of a file: its ends are included, and so are the quotes or brackets around it and a `$`. */
  at(source: Source, offset: number): Occurrence | undefined;
  /** Those in a file, or in a part of it; their ends may lie outside. */
  within(source: Source, span?: Span): readonly Occurrence[];
}

export function buildNames({ statements }: Analysis): NameIndex {
  const all: Occurrence[] = [];
  statements.forEach((statement, order) => {
    collect(statement, order, all);
  });
  return new Index(all);
}

/** The statements that define something of a kind. */
const DEFINED_BY: Readonly<Record<NameKind, readonly StatementKind[]>> = {
  table: ['table', 'map'],
  action: ['action'],
  filter: ['filter'],
  proc: ['proc'],
  pki: ['pki'],
  ca: ['ca'],
  wrapper: ['setting'],
  macro: ['macro'],
  tag: ['listen'],
};

/** The definitions of a kind alone, in the order of reading, for whom needs no more. */
export function definitionsIn({ statements }: Analysis, kind: NameKind): readonly Occurrence[] {
  const all: Occurrence[] = [];
  for (const [order, statement] of statements.entries()) {
    if (DEFINED_BY[kind].includes(statement.kind)) collect(statement, order, all);
  }
  return all.filter((one) => one.kind === kind && one.role === 'definition');
}

class Index implements NameIndex {
  private readonly byName = new Map<string, Occurrence[]>();
  private readonly bySource = new Map<Source, Occurrence[]>();

  constructor(readonly all: readonly Occurrence[]) {
    for (const one of all) {
      push(this.byName, `${one.kind} ${one.name}`, one);
      push(this.bySource, one.source, one);
    }
  }

  of(kind: NameKind, name: string): readonly Occurrence[] {
    return this.byName.get(`${kind} ${name}`) ?? [];
  }

  at(source: Source, offset: number): Occurrence | undefined {
    const all = this.bySource.get(source) ?? [];
    const within = all.filter(({ start, end }) => start <= offset && offset <= end);
    const here = within.length > 0 ? within : all.filter((one) => isBeside(one, offset));
    // A macro's use hides what it expands to.
    return here.find(({ kind }) => kind === 'macro') ?? here[0];
  }

  within(source: Source, span?: Span): readonly Occurrence[] {
    const here = this.bySource.get(source) ?? [];
    return span === undefined ? here : here.filter(({ start, end }) => start <= span.end && span.start <= end);
  }
}

/** Whether an offset is just outside of what a name is written in. */
function isBeside({ source: { text }, start, end }: Occurrence, offset: number): boolean {
  if (offset === start - 1) return OPENS.has(text[offset] ?? '');
  return offset === end + 1 && CLOSES.has(text[end] ?? '');
}

const OPENS: ReadonlySet<string> = new Set(['"', "'", '<', '$']);
const CLOSES: ReadonlySet<string> = new Set(['"', "'", '>']);

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

function collect(statement: Statement, order: number, into: Occurrence[]): void {
  const add = (kind: NameKind, role: Occurrence['role'], token: Token | undefined): void => {
    if (token !== undefined) into.push(occurrence(kind, role, token, statement, order));
  };
  macroUses(statement, order, into);
  switch (statement.kind) {
    case 'macro':
      add('macro', 'definition', statement.name);
      return;
    case 'table':
    case 'map':
      add('table', 'definition', statement.name);
      return;
    case 'pki':
    case 'ca':
    case 'proc':
      add(statement.kind, 'definition', statement.name);
      return;
    case 'setting':
      if (statement.setting?.id === 'mda.wrapper') add('wrapper', 'definition', pairFirst(statement.setting.value));
      return;
    case 'action':
      add('action', 'definition', statement.name);
      clauseNames(statement.options, add);
      return;
    case 'match':
      clauseNames(statement.criteria, add);
      if (statement.outcome?.id === 'match.action') add('action', 'reference', wordOf(statement.outcome.value));
      return;
    case 'rule':
      clauseNames(statement.criteria, add);
      clauseNames(statement.action, add);
      return;
    case 'listen':
      clauseNames(statement.options, add);
      return;
    case 'filter':
      add('filter', 'definition', statement.name);
      if (statement.form?.id === 'filter.proc') add('proc', 'reference', wordOf(statement.form.value));
      for (const name of statement.chain?.names ?? []) add('filter', 'reference', name);
      if (statement.condition) clauseNames([statement.condition], add);
      return;
    default:
      return;
  }
}

type Add = (kind: NameKind, role: Occurrence['role'], token: Token | undefined) => void;

/** What the word of a clause names; every clause may hold a table reference besides. */
const NAMED_BY: Readonly<Partial<Record<string, NameKind>>> = {
  'listen.filter': 'filter',
  'socket.filter': 'filter',
  'relay.filter': 'filter',
  'listen.pki': 'pki',
  'relay.pki': 'pki',
  'listen.ca': 'ca',
  'relay.ca': 'ca',
  'local.wrapper': 'wrapper',
};

function clauseNames(clauses: readonly ClauseNode[], add: Add): void {
  for (const { id, value } of clauses) {
    if (value === undefined) continue;
    if (value.kind === 'table-reference') add('table', 'reference', value.name);
    const kind = NAMED_BY[id];
    if (kind !== undefined) {
      if (value.kind === 'filter-list') for (const name of value.names) add(kind, 'reference', name);
      else add(kind, 'reference', wordOf(value));
    }
    // A tag is defined by being given to a listener.
    if (id === 'listen.tag' || id === 'socket.tag') add('tag', 'definition', wordOf(value));
    if (id === 'match.tag') {
      add('tag', 'reference', wordOf(value));
      if (value.kind === 'inline-table') for (const { key } of value.entries) add('tag', 'reference', key);
    }
  }
}

function macroUses(statement: Statement, order: number, into: Occurrence[]): void {
  let last: unknown;
  for (const token of statement.tokens) {
    const use = token.expandedFrom;
    if (use === undefined || use === last) continue;
    last = use;
    into.push({
      kind: 'macro',
      name: use.name,
      role: 'reference',
      source: use.source,
      start: use.start + 1,
      end: use.end,
      statement,
      viaMacro: false,
      order,
    });
  }
}

function occurrence(
  kind: NameKind,
  role: Occurrence['role'],
  token: Token,
  statement: Statement,
  order: number,
): Occurrence {
  const quotes = token.quoted && token.expandedFrom === undefined ? 1 : 0;
  return {
    kind,
    name: token.text,
    role,
    source: token.source,
    start: token.start + quotes,
    end: Math.max(token.start + quotes, token.end - quotes),
    statement,
    viaMacro: token.expandedFrom !== undefined,
    order,
  };
}

/** The word of a value that is one. */
export function wordOf(value: Value | undefined): Token | undefined {
  return value?.kind === 'word' ? value.token : undefined;
}

function pairFirst(value: Value | undefined): Token | undefined {
  return value?.kind === 'pair' ? value.first : undefined;
}
