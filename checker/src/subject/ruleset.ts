import type { StatementKind } from '@smtpd-conf/grammar';

/** The statements that decide which mail comes in and which rule takes it. */
export const RULESET: readonly StatementKind[] = [
  'match',
  'rule',
  'action',
  'table',
  'map',
  'listen',
  'filter',
  'proc',
  'setting',
];
