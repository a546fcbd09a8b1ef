import { Source, StatementReader, type Version } from '@smtpd-conf/grammar';
import type { CompiledConfig, CompiledFilter, CompiledProc, CompiledTable, Origin } from '../config/compiled-config.js';
import { stackExhaustedAt } from '../daemon/parser-stack.js';
import { printAction, printWrapper } from './actions.js';
import { printCa, printPki } from './credentials.js';
import { printFilter, printProc } from './filters.js';
import { groupListeners, printListeners, printSocket } from './listeners.js';
import { inOrder, type Orderable } from './order.js';
import { printRule } from './rules.js';
import { chainNumber, inlineNumber, type Print, type PrintError, Scribe } from './scribe.js';
import { printSettings } from './settings.js';
import { printTable } from './tables.js';

export type PrintResult = { readonly text: string } | { readonly errors: readonly PrintError[] };

/**
 * Prints a configuration as a file that the daemon of `version` accepts and that means the same. Macros and includes are
 * gone, and what the daemon has by itself is left out. Tables and chains that were written in place stay there, in the
 * order of their numbers, so that the daemon's traces name them alike.
 */
export function printConfig(config: CompiledConfig, version: Version): PrintResult {
  const print: Print = {
    config,
    version,
    tables: new Map(config.tables.map((table) => [table.name, table])),
    chains: new Map(config.filters.flatMap((filter) => (isInlineChain(filter) ? [[filter.name, filter.filters]] : []))),
    errors: [],
  };
  const ordered = inOrder(statements(print));
  for (const { text } of ordered) if (isTooLong(text, version)) print.errors.push(tooLong(text));
  return print.errors.length > 0 ? { errors: print.errors } : { text: layOut(ordered) };
}

/** Whether a list in a statement fills the stack of the daemon's parser. */
function isTooLong(text: string, version: Version): boolean {
  if (text.length < SHORTEST_TOO_LONG) return false;
  const reader = new StatementReader(new Source('', text), { version, macros: new Map(), recovery: 'statement' });
  const { statement } = reader.next();
  return statement !== undefined && stackExhaustedAt(statement, version) !== undefined;
}

/** No shorter list can: each of some 5,000 entries takes a letter and a comma. */
const SHORTEST_TOO_LONG = 9000;

function tooLong(text: string): PrintError {
  const start = text.slice(0, text.indexOf('{')).trimEnd();
  return { message: `${start}: the list is too long for the daemon's parser; keep its entries in a file` };
}

/** A statement, and the paragraph it would stand in by itself. */
interface Grouped extends Orderable {
  readonly group: string;
}

function statements(print: Print): Grouped[] {
  const { config } = print;
  const own = ownProcs(config);
  const at = (kind: string, name: string, origin?: Origin): Scribe =>
    new Scribe(print, `${kind} ${name}`.trim(), origin);
  const grouped = (group: string, parts: readonly Orderable[]): Grouped[] => parts.map((part) => ({ ...part, group }));
  return [
    ...grouped('settings', printSettings(at('settings', ''), config.settings)),
    ...grouped(
      'tables',
      config.tables.filter(isDefined).map((table) => printTable(at('table', table.name, table.origin), table)),
    ),
    ...grouped('credentials', [
      ...config.pki.map((pki) => printPki(at('pki', pki.name, pki.origin), pki)),
      ...config.ca.map((ca) => printCa(at('ca', ca.name, ca.origin), ca)),
    ]),
    ...grouped('filters', [
      ...config.procs
        .filter((proc) => !own.has(proc.name))
        .map((proc) => printProc(at('proc', proc.name, proc.origin), proc)),
      ...config.filters
        .filter((filter) => !isInlineChain(filter))
        .map((filter) => printFilter(at('filter', filter.name, filter.origin), filter, own.get(filter.name))),
    ]),
    ...grouped('listeners', [
      ...printSocket(at('listen on socket', '', config.socket.origin), config.socket),
      ...groupListeners(config.listeners).map((group) => {
        const [first] = group;
        return printListeners(at('listen on', first?.on ?? '', first?.origin), group);
      }),
    ]),
    ...grouped('actions', [
      ...config.wrappers.map((wrapper) => printWrapper(at('mda wrapper', wrapper.name, wrapper.origin), wrapper)),
      ...config.actions.map((action) => printAction(at('action', action.name, action.origin), action)),
    ]),
    ...grouped(
      'rules',
      config.rules.map((rule, index) => printRule(at('match rule', String(index + 1), rule.origin), rule)),
    ),
  ];
}

/** The tables that need a statement: neither the daemon's own nor those written where they are used. */
function isDefined(table: CompiledTable): boolean {
  return inlineNumber(table) === undefined && !BUILT_IN.has(table.name);
}

const BUILT_IN: ReadonlySet<string> = new Set([
  '<localhost>',
  '<anyhost>',
  '<localnames>',
  '<anydestination>',
  '<getpwnam>',
]);

function isInlineChain(filter: CompiledFilter): filter is CompiledFilter & { readonly type: 'chain' } {
  return filter.type === 'chain' && chainNumber(filter.name) !== undefined;
}

/** The processes that a filter of the same name starts for itself. */
function ownProcs({ procs, filters }: CompiledConfig): ReadonlyMap<string, CompiledProc> {
  const owners = new Set(filters.flatMap((one) => (one.type === 'proc' && one.proc === one.name ? [one.name] : [])));
  return new Map(procs.filter(({ name }) => owners.has(name)).map((proc) => [proc.name, proc]));
}

/** One statement a line, with an empty line where another kind begins. */
function layOut(ordered: readonly Grouped[]): string {
  let text = '';
  let group: string | undefined;
  for (const one of ordered) {
    if (group !== undefined && group !== one.group) text += '\n';
    text += `${one.text}\n`;
    group = one.group;
  }
  return text;
}
