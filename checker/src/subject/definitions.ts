import type { Statement, StatementKind, Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

export type DefinitionKind = 'table' | 'action' | 'filter' | 'process' | 'pki' | 'ca' | 'wrapper' | 'macro';

/** Something with a name that other statements can use. */
export interface Definition {
  readonly kind: DefinitionKind;
  /** The name where it is defined. */
  readonly token: Token;
  readonly statement: Statement;
}

/** The kind of statements that define something. */
const DEFINED_BY = {
  table: 'table',
  action: 'action',
  filter: 'filter',
  process: 'proc',
  pki: 'pki',
  ca: 'ca',
  wrapper: 'setting',
  macro: 'macro',
} as const satisfies Record<DefinitionKind, StatementKind>;

/** All of a kind by name, in the order of the file; of several the first. */
export function definitions(kind: DefinitionKind, subject: Subject): ReadonlyMap<string, Definition> {
  return subject.ofAll(DEFINED_BY[kind], MAKERS[kind]);
}

const MAKERS = Object.fromEntries(
  Object.keys(DEFINED_BY).map((kind) => [kind, (statements: readonly Statement[]) => byName(statements)]),
) as Readonly<Record<DefinitionKind, typeof byName>>;

function byName(statements: readonly Statement[]): ReadonlyMap<string, Definition> {
  const found = new Map<string, Definition>();
  for (const statement of statements) {
    const named = nameOf(statement);
    // Of pki and ca, another way to write a name is another one here.
    if (named && !found.has(named.token.text)) found.set(named.token.text, { ...named, statement });
  }
  return found;
}

/** The name that a statement gives to something. */
export function nameOf(statement: Statement): Omit<Definition, 'statement'> | undefined {
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
