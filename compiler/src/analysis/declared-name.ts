import type { Statement } from '@smtpd-conf/grammar';

/** What a statement would have defined, also where it broke off; `match` has no name and stands for all rules. */
export function declaredName(statement: Statement): { kind: string; name: string } | undefined {
  switch (statement.kind) {
    case 'action':
    case 'filter':
    case 'table':
    case 'map':
    case 'proc':
    case 'macro':
      return statement.name && { kind: statement.kind === 'map' ? 'table' : statement.kind, name: statement.name.text };
    case 'pki':
    case 'ca':
      return statement.name && { kind: statement.kind, name: statement.name.text };
    // What cannot be included may hold the rules.
    case 'include':
    case 'match':
    case 'rule':
      return { kind: 'match', name: '' };
    case 'setting': {
      const { setting } = statement;
      if (setting?.id !== 'mda.wrapper' || setting.value?.kind !== 'pair') return undefined;
      return { kind: 'wrapper', name: setting.value.first.text };
    }
    default:
      return undefined;
  }
}
