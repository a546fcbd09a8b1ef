import type { ClauseNode, InlineTable, TableStatement, TableValue, Token, Value } from '@smtpd-conf/grammar';
import { placeBetween, placeOf } from '../problem.js';
import type { Progress, StatementContext } from '../statement-context.js';
import { type InlineTableState, NamedTable, type TableState } from '../table-state.js';
import { BACKENDS, checkTable, chooseBackend, mayServe, tableNameFits } from '../tables/table-backend.js';
import { storedKey } from '../tables/table-key.js';
import { tableUse } from './table-use.js';

/** `table NAME …` */
export function compileTable(statement: TableStatement, context: StatementContext): void {
  const { name, config, entries } = statement;
  if (name === undefined) return;
  if (config !== undefined) {
    compileExternal(name, config, context);
    return;
  }
  // Without a backend the table exists as soon as the parser has seen that none follows.
  const table = createTable(context, 'static', name, undefined);
  if (entries) addEntries(table, entries, context);
}

function compileExternal(name: Token, config: Token, context: StatementContext): void {
  const text = config.text;
  const colon = text.indexOf(':');
  const isPath = text.startsWith('/');
  const backend = isPath ? 'static' : colon === -1 ? text : text.slice(0, colon);
  const parameter = isPath ? text : colon === -1 ? undefined : text.slice(colon + 1);
  if (parameter !== undefined && !parameter.startsWith('/')) {
    context.fail(context.at(config), {
      id: 'table-parameter',
      daemon: `invalid backend parameter for table: ${name.text}`,
      what: `The path of table "${name.text}" is not absolute.`,
      at: config,
    });
  }
  const table = createTable(context, backend, name, parameter);
  loadTable(table, name, config, context);
}

/** table_config: a file is read at once, a table process is not started. */
function loadTable(table: NamedTable, name: Token, config: Token, context: StatementContext): void {
  const checked = checkTable(table.backend, table.config, context.world, context.state.target);
  if (checked.ok) {
    if (table.config === undefined) table.kind = checked.kind;
    else table.load(checked.kind, () => checked.entries);
    return;
  }
  // What it holds is not known, which is something else than nothing.
  table.load(table.kind, () => undefined);
  for (const message of checked.messages) context.explain(message, config, 'table-file');
  context.fail(context.at(config), {
    id: 'table-file',
    daemon: `invalid configuration file ${table.config ?? '(null)'} for table ${name.text}`,
    what: `Table "${name.text}" cannot be read: ${checked.messages.join('; ') || 'the backend refuses its parameter'}.`,
    at: config,
  });
}

/** table_create. */
function createTable(context: StatementContext, service: string, name: Token, config: string | undefined): NamedTable {
  const { state } = context;
  refuseRedefinition(name, context);
  const choice = chooseBackend(service, config, context.world, state.target);
  if (!choice.ok) {
    context.fatal(
      {
        id: 'table-backend',
        daemon: choice.fatal,
        what: `There is no table backend "${service}".`,
        at: context.statement.tokens[2] ?? name,
      },
      AFTER_NAME,
    );
  }
  if (!tableNameFits(name.text, state.target)) {
    context.fatal({
      id: 'table-name-too-long',
      daemon: 'table_create: table name too long',
      what: 'The name of this table is too long.',
      at: name,
    });
  }
  const { backend } = choice;
  const services = state.servicesOf(backend);
  const { origin } = context;
  const table = new NamedTable(name.text, backend.name, backend.kind, choice.config, services, origin, name);
  state.tables.define(table);
  return table;
}

/** table_create for a table that is written where it is used. */
function createInlineTable({ state, origin }: StatementContext): InlineTableState {
  return state.tables.newInline(state.servicesOf(BACKENDS.static), origin);
}

/** `table NAME`, and the token that tells a backend from a brace. */
const AFTER_NAME: Progress = { last: 1, lookahead: true };

function refuseRedefinition(name: Token, context: StatementContext): void {
  const before = context.state.tables.find(name.text);
  if (before === undefined) return;
  context.fatal(
    {
      id: 'table-redefined',
      daemon: `table_create: table "${name.text}" already defined`,
      what: `Table "${name.text}" is already defined.`,
      at: name,
      related: before.token ? [{ message: 'first defined here', place: placeOf(before.token) }] : [],
    },
    AFTER_NAME,
  );
}

type Growing = NamedTable | InlineTableState;

function addEntries(table: Growing, inline: InlineTable, context: StatementContext): void {
  for (const [index, { key, value }] of inline.entries.entries()) {
    // The token behind the first key tells a list from a mapping, so that the parser has read it.
    addEntry(table, key, value, context, index === 0 && value === undefined);
  }
}

/** table_static_add: the first entry decides the kind; what does not fit is left out with a warning. */
function addEntry(
  table: Growing,
  key: Token,
  value: Token | undefined,
  context: StatementContext,
  lookahead: boolean,
): void {
  const stored = storedKey(key.text, key.source.encoding);
  if (stored === undefined || table instanceof NamedTable) table.decide(value === undefined ? 'list' : 'hash');
  if (stored === undefined) {
    context.warn(
      {
        id: 'table-entry-too-long',
        daemon: `warn: failed to add "${key.text}" in table "${table.name}"`,
        what: 'This key is too long for a table.',
        at: key,
      },
      lookahead ? { ...context.at(key), lookahead } : undefined,
    );
    return;
  }
  table.add(value === undefined ? [stored] : [stored, value.text]);
}

/** The table a clause names or holds; undefined where the statement broke off within it. */
export function tableOf(clause: ClauseNode, context: StatementContext): TableState | undefined {
  const { value } = clause;
  return value !== undefined && isTable(value, clause) ? resolve(value, context) : undefined;
}

/** A word is a table only where one is asked for; the others are nothing else. */
function isTable(value: Value, clause: ClauseNode): value is TableValue {
  if (value.kind === 'word') return clause.form.parts.includes('TABLE');
  return value.kind === 'table-reference' || value.kind === 'inline-table';
}

function resolve(value: TableValue, context: StatementContext): TableState | undefined {
  switch (value.kind) {
    case 'word': {
      const table = createInlineTable(context);
      addEntry(table, value.token, undefined, context, false);
      return table;
    }
    case 'inline-table': {
      const table = createInlineTable(context);
      addEntries(table, value, context);
      return value.close && table;
    }
    case 'table-reference': {
      const { name, close } = value;
      if (name === undefined || close === undefined) return undefined;
      const table = context.state.tables.find(name.text);
      if (table !== undefined) return table;
      const progress = context.at(close);
      if (context.policy === 'tolerant' && context.state.isBroken('table', name.text)) context.failSilently(progress);
      return context.fail(progress, {
        id: 'undefined-table',
        daemon: `no such table: ${name.text}`,
        what: `There is no table "${name.text}" above this line.`,
        at: name,
      });
    }
  }
}

/** table_check_use for a clause whose table is there. */
export function checkUse(
  clause: ClauseNode,
  table: TableState,
  progress: () => Progress,
  context: StatementContext,
): void {
  const wanted = tableUse(clause, context.version);
  if (wanted === undefined || mayServe(table, wanted.kinds, wanted.services)) return;
  // Where it could not be read, it may be the right one.
  if (context.policy === 'tolerant' && context.state.isBroken('table', table.name)) return;
  const tokens = clause.value ? [...context.statement.tokens] : [];
  const first = clause.words[0] as Token;
  const last = tokens[progress().last] ?? first;
  const kind = table.kind === 'hash' ? 'a mapping' : 'a list';
  // The daemon takes a file without entries for a mapping.
  const is = table.keys?.length === 0 ? `${kind} as it is empty` : kind;
  const needs = wanted.kinds.includes('hash') ? 'a mapping' : 'a list';
  context.fail(progress(), {
    id: 'table-use',
    daemon: wanted.refusal(table.name),
    what:
      table.kind === 'dynamic' || kind === needs
        ? `Table "${table.name}" cannot be looked up this way.`
        : `${clause.words.map((word) => word.text).join(' ')} needs ${needs}, and table "${table.name}" is ${is}.`,
    at: placeBetween(first, last),
    related: table.token ? [{ message: 'the table is defined here', place: placeOf(table.token) }] : [],
  });
}

/** tolower of the C locale, as the daemon stores keys. */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
