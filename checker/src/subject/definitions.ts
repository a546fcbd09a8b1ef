import { wordOf } from '@smtpd-conf/compiler';
import type { ClauseId, ClauseNode, Statement, Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';
import { tableClausesIn } from './table-clauses.js';

export interface Definition {
  readonly kind: 'table' | 'action' | 'filter' | 'process' | 'pki' | 'ca' | 'wrapper' | 'macro';
  /** The name where it is defined. */
  readonly token: Token;
  readonly statement: Statement;
  readonly used: boolean;
}

/** Everything with a name that other statements can use, in the order of the file; a name once. */
export function definitions(subject: Subject): readonly Definition[] {
  const used = usedNames(subject);
  const found: Definition[] = [];
  const seen = new Set<string>();
  for (const statement of subject.analysis.statements) {
    const named = nameOf(statement);
    if (named === undefined) continue;
    const { kind, token } = named;
    const key = keyOf(kind, token.text);
    // A name of pki or ca may stand there in two ways.
    const own = kind === 'pki' || kind === 'ca' ? `${kind} ${token.text}` : key;
    if (seen.has(own)) continue;
    seen.add(own);
    const known = kind === 'macro' ? subject.analysis.state.usedMacros.has(token.text) : used.has(key);
    found.push({ kind, token, statement, used: known });
  }
  return found;
}

/** The name that a statement gives to something. */
export function nameOf(statement: Statement): Pick<Definition, 'kind' | 'token'> | undefined {
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

/** Names of pki and ca are the same in capitals. */
function keyOf(kind: Definition['kind'], name: string): string {
  return `${kind} ${kind === 'pki' || kind === 'ca' ? name.toLowerCase() : name}`;
}

/** As `kind name`. */
function usedNames(subject: Subject): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { outcome } of subject.analysis.state.rules)
    if (outcome.type === 'action') used.add(`action ${outcome.action}`);
  for (const statement of subject.analysis.statements) for (const name of namesIn(statement)) used.add(name);
  return used;
}

/** What a statement refers to does not change, and statements outlive an edit elsewhere. */
const KNOWN = new WeakMap<Statement, readonly string[]>();

function namesIn(statement: Statement): readonly string[] {
  let known = KNOWN.get(statement);
  if (known === undefined) {
    known = findNames(statement);
    KNOWN.set(statement, known);
  }
  return known;
}

function findNames(statement: Statement): readonly string[] {
  const names: string[] = [];
  for (const { clause } of tableClausesIn(statement)) {
    if (clause.value?.kind === 'table-reference') names.push(`table ${clause.value.name?.text}`);
  }
  for (const clause of clausesWithNames(statement)) {
    const kind = NAMING[clause.id];
    if (kind === undefined) continue;
    names.push(keyOf(kind, wordOf(clause)));
    if (clause.value?.kind === 'filter-list') for (const { text } of clause.value.names) names.push(`filter ${text}`);
  }
  if (statement.kind === 'filter') for (const { text } of statement.chain?.names ?? []) names.push(`filter ${text}`);
  return names;
}

function clausesWithNames(statement: Statement): readonly ClauseNode[] {
  if (statement.kind === 'listen' || statement.kind === 'action') return statement.options;
  return statement.kind === 'filter' && statement.form ? [statement.form] : [];
}
