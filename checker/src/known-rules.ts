import { PROBLEMS } from '@smtpd-conf/compiler';
import { RULES } from './registry.js';
import type { Category } from './rule.js';

/** Something that findings are named after: a rule of the checker, a problem of the compiler, or one of the checker's own. */
export interface KnownRule {
  readonly id: string;
  readonly category: Category;
  readonly aliases?: readonly string[];
  readonly severity: 'error' | 'warning' | 'info';
  /** What it says, why it matters, what to do. */
  readonly what: string;
  readonly why: string;
  readonly how: string;
}

const OWN: readonly KnownRule[] = [
  own('internal-error', 'error', 'A rule crashed.', 'What it would have found is missing.', 'Report it with the file.'),
  own('unused-suppression', 'warning', 'A comment suppresses nothing.', 'It hides what may come.', 'Remove it.'),
  own(
    'expired-suppression',
    'warning',
    'The date of a suppression is over.',
    'It no longer holds.',
    'Mend what it hid.',
  ),
  own('invalid-suppression', 'warning', 'A suppression cannot be read.', 'It hides nothing.', 'Correct it.'),
];

function own(id: string, severity: KnownRule['severity'], what: string, why: string, how: string): KnownRule {
  return { id, category: 'checker', severity, what, why, how };
}

/** Every id that a finding can have, once. */
export function knownRules(): readonly KnownRule[] {
  const rules: KnownRule[] = RULES.map(({ meta }) => meta);
  const ids = new Set(rules.map(({ id }) => id));
  const problems = Object.entries(PROBLEMS).filter(([id]) => !ids.has(id));
  return [
    ...rules,
    ...problems.map(([id, { why, help }]): KnownRule => {
      const what = 'The daemon refuses this, or warns of it, when it reads the file.';
      return { id, category: 'daemon', severity: 'error', what, why, how: help };
    }),
    ...OWN,
  ];
}
