import type { Statement, Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

export type DefinitionKind = 'table' | 'action' | 'filter' | 'process' | 'pki' | 'ca' | 'wrapper' | 'macro';

/** Something with a name that other statements can use. */
export interface Definition {
  readonly kind: DefinitionKind;
  /** The name where it is defined. */
  readonly token: Token;
  readonly statement: Statement;
}

/** All of them by kind, each in the order of the file; a name once. To be asked for once (Subject.once). */
export function definitions(subject: Subject): ReadonlyMap<DefinitionKind, readonly Definition[]> {
  const found = new Map<DefinitionKind, Definition[]>();
  const seen = new Set<string>();
  for (const statement of subject.analysis.statements) {
    const named = nameOf(statement);
    if (named === undefined) continue;
    const { kind, token } = named;
    // Of pki and ca, another way to write a name is another one here.
    const own = `${kind} ${token.text}`;
    if (seen.has(own)) continue;
    seen.add(own);
    const those = found.get(kind);
    if (those) those.push({ kind, token, statement });
    else found.set(kind, [{ kind, token, statement }]);
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
