import { wordOf } from '@smtpd-conf/compiler';
import type { ClauseId, ClauseNode, Statement, Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';
import { tableClauses } from './table-clauses.js';

export interface Definition {
  readonly kind: 'table' | 'action' | 'filter' | 'process' | 'pki' | 'ca' | 'wrapper' | 'macro';
  /** The name where it is defined. */
  readonly token: Token;
  readonly statement: Statement;
  readonly used: boolean;
}

/** Everything with a name that other statements can use, in the order of the file; a name once. */
export function* definitions(subject: Subject): Iterable<Definition> {
  const used = usedNames(subject);
  const seen = new Set<string>();
  for (const statement of subject.analysis.statements) {
    const named = nameOf(statement);
    if (named === undefined || seen.has(`${named.kind} ${named.token.text}`)) continue;
    seen.add(`${named.kind} ${named.token.text}`);
    const name = named.kind === 'pki' || named.kind === 'ca' ? named.token.text.toLowerCase() : named.token.text;
    const known =
      named.kind === 'macro' ? subject.analysis.state.usedMacros.has(name) : used.has(`${named.kind} ${name}`);
    yield { ...named, statement, used: known };
  }
}

function nameOf(statement: Statement): Pick<Definition, 'kind' | 'token'> | undefined {
  switch (statement.kind) {
    case 'table':
    case 'action':
    case 'filter':
    case 'pki':
    case 'ca':
    case 'macro':
      return statement.name && { kind: statement.kind, token: statement.name };
    case 'proc':
      return statement.name && { kind: 'process', token: statement.name };
    case 'setting':
      return statement.setting?.id === 'mda.wrapper' && statement.setting.value?.kind === 'pair'
        ? { kind: 'wrapper', token: statement.setting.value.first }
        : undefined;
    default:
      return undefined;
  }
}

/** Options whose word is a name, and of what. */
const NAMING: Partial<Record<ClauseId, Definition['kind']>> = {
  'listen.filter': 'filter',
  'socket.filter': 'filter',
  'relay.filter': 'filter',
  'filter.proc': 'process',
  'listen.pki': 'pki',
  'relay.pki': 'pki',
  'listen.ca': 'ca',
  'relay.ca': 'ca',
  'local.wrapper': 'wrapper',
};

/** As `kind name`; names of pki and ca in lower case. */
function usedNames(subject: Subject): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { clause } of tableClauses(subject)) {
    if (clause.value?.kind === 'table-reference') used.add(`table ${clause.value.name?.text}`);
  }
  for (const { outcome } of subject.analysis.state.rules)
    if (outcome.type === 'action') used.add(`action ${outcome.action}`);
  const clauses = subject.analysis.statements.flatMap((statement): readonly ClauseNode[] => {
    if (statement.kind === 'listen' || statement.kind === 'action') return statement.options;
    return statement.kind === 'filter' && statement.form ? [statement.form] : [];
  });
  for (const clause of clauses) {
    const kind = NAMING[clause.id];
    if (kind === undefined) continue;
    const word = wordOf(clause);
    used.add(`${kind} ${kind === 'pki' || kind === 'ca' ? word.toLowerCase() : word}`);
    if (clause.value?.kind === 'filter-list') for (const { text } of clause.value.names) used.add(`filter ${text}`);
  }
  for (const { chain } of subject.of('filter')) for (const { text } of chain?.names ?? []) used.add(`filter ${text}`);
  return used;
}
