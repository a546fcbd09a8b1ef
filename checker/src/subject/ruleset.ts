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

/** The statements that rules are compiled from, which hold on to their tables; those of the grammar before 6.4 look at listeners. */
export const MATCHING: readonly StatementKind[] = ['match', 'rule', 'map', 'listen', 'setting'];

/** The statements that decide what listens, and who is asked about what comes in. */
export const SERVICES: readonly StatementKind[] = ['listen', 'filter', 'proc', 'pki', 'ca', 'setting'];
