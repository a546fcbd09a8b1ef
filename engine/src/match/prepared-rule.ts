import type { CompiledRule } from '@smtpd-conf/compiler';
import type { Tables } from '../tables/tables.js';
import { criteriaOf, type RuleCriterion } from './criteria.js';
import type { TableGroup, TableGroups } from './table-group.js';

/** A criterion whose table belongs to a group, so that one lookup answers it for all rules. */
export interface GroupedCriterion extends RuleCriterion {
  readonly group: TableGroup | undefined;
  /** The table's place in its group. */
  readonly member: number;
  /** Whether it never comes to a failure. */
  readonly safe: boolean;
}

/** A rule's criteria, in their order. Rules count from 1, as the daemon's trace does. */
export interface PreparedRule {
  readonly number: number;
  readonly criteria: readonly GroupedCriterion[];
}

export function prepareRule(rule: CompiledRule, number: number, tables: Tables, groups: TableGroups): PreparedRule {
  return { number, criteria: criteriaOf(rule).map((criterion) => prepare(criterion, tables, groups)) };
}

function prepare(criterion: RuleCriterion, tables: Tables, groups: TableGroups): GroupedCriterion {
  const { table } = criterion.test;
  const known = table === undefined ? undefined : tables.static(table);
  if (table === undefined || known === undefined) {
    const safe = table === undefined && criterion.criterion !== 'tls';
    return { ...criterion, group: undefined, member: -1, safe };
  }
  const group = groups.groupOf(criterion.kind, criterion.test.regex);
  return { ...criterion, group, member: group.memberFor(table), safe: true };
}
