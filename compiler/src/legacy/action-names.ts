import type { ActionBody } from '../action-state.js';
import type { TableState } from '../table-state.js';
import type { LegacyRule } from './legacy-rule.js';

/** A name for an action that had none: after what it does, and for whom where that name is taken. */
export function nameAction(
  rule: LegacyRule,
  action: ActionBody,
  smarthost: string | undefined,
  isTaken: (name: string) => boolean,
): string {
  const base = baseName(rule, action);
  const more = smarthost === undefined ? singleDomain(rule) : hostOf(smarthost);
  const candidates = more === undefined ? [base] : [base, `${base}_${more}`];
  for (const name of candidates) if (!isTaken(name)) return name;
  let number = 2;
  while (isTaken(`${base}_${number}`)) number++;
  return `${base}_${number}`;
}

function baseName({ for: destination }: LegacyRule, action: ActionBody): string {
  if (action.type === 'relay') {
    if (action.backup) return 'backup';
    return action.smarthost ? 'smarthost' : 'relay';
  }
  switch (action.method.type) {
    case 'forward-only':
      return 'forward';
    case 'expand-only':
      return 'expand';
    default:
      if (action.virtual !== undefined) return 'virtual';
      return destination.table === '<localnames>' ? 'local' : action.method.type;
  }
}

/** The domain that a rule is for, where it is only one. */
function singleDomain({ for: { table, negated } }: LegacyRule): string | undefined {
  if (negated || table === undefined || typeof table === 'string') return undefined;
  return onlyKey(table);
}

function onlyKey({ entries, name }: TableState): string | undefined {
  const [first, second] = name.startsWith('<dynamic:') ? (entries ?? []) : [];
  return first !== undefined && second === undefined && /^[a-z0-9.-]+$/.test(first[0]) ? first[0] : undefined;
}

function hostOf(smarthost: string): string | undefined {
  return /([0-9A-Za-z.-]+)(?::\d+)?$/.exec(smarthost)?.[1];
}
