import { lookupService, wordOf } from '@smtpd-conf/compiler';
import type { ClauseId, ClauseNode, Statement, Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

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
    // Of pki and ca, another way to write a name is another one here.
    const own = `${kind} ${token.text}`;
    if (seen.has(own)) continue;
    seen.add(own);
    const known = kind === 'macro' ? subject.analysis.state.usedMacros.has(token.text) : used.has(kind, token.text);
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
  return kind === 'pki' || kind === 'ca' ? name.toLowerCase() : name;
}

/** Names that something refers to, by what they are names of. */
class UsedNames {
  private readonly names = new Map<Definition['kind'], Set<string>>();

  add(kind: Definition['kind'], name: string): void {
    const known = this.names.get(kind);
    if (known) known.add(keyOf(kind, name));
    else this.names.set(kind, new Set([keyOf(kind, name)]));
  }

  has(kind: Definition['kind'], name: string): boolean {
    return this.names.get(kind)?.has(keyOf(kind, name)) ?? false;
  }
}

function usedNames(subject: Subject): UsedNames {
  const used = new UsedNames();
  for (const { outcome } of subject.analysis.state.rules) {
    if (outcome.type === 'action') used.add('action', outcome.action);
  }
  for (const statement of subject.analysis.statements) {
    for (const clause of clausesThatName(statement)) addNames(clause, used);
    if (statement.kind === 'filter') for (const { text } of statement.chain?.names ?? []) used.add('filter', text);
  }
  return used;
}

function addNames(clause: ClauseNode, used: UsedNames): void {
  const { id, value } = clause;
  if (value?.kind === 'table-reference') {
    if (value.name && lookupService(id) !== undefined) used.add('table', value.name.text);
    return;
  }
  const kind = NAMING[id];
  if (kind === undefined) return;
  used.add(kind, wordOf(clause));
  if (value?.kind === 'filter-list') for (const { text } of value.names) used.add('filter', text);
}

function clausesThatName(statement: Statement): readonly ClauseNode[] {
  switch (statement.kind) {
    case 'match':
      return statement.criteria;
    case 'listen':
    case 'action':
      return statement.options;
    case 'filter':
      return [statement.form, statement.condition].filter((clause) => clause !== undefined);
    default:
      return NONE;
  }
}

const NONE: readonly ClauseNode[] = [];
