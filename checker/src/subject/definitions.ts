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

/** All of them by kind and name, in the order of the file; of several the first. To be asked for once (Subject.once). */
export function definitions(subject: Subject): ReadonlyMap<DefinitionKind, ReadonlyMap<string, Definition>> {
  const found = new Map<DefinitionKind, Map<string, Definition>>();
  const definedBy = subject.each(definition);
  for (const statement of subject.analysis.statements) {
    const one = definedBy(statement);
    if (one === undefined) continue;
    const those = found.get(one.kind) ?? new Map<string, Definition>();
    found.set(one.kind, those);
    // Of pki and ca, another way to write a name is another one here.
    if (!those.has(one.token.text)) those.set(one.token.text, one);
  }
  return found;
}

function definition(statement: Statement): Definition | undefined {
  const named = nameOf(statement);
  return named && { ...named, statement };
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
