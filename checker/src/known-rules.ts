import { PROBLEMS, type ProblemId } from '@smtpd-conf/compiler';
import { closest, distance } from 'fastest-levenshtein';
import { PROBLEM_RULES } from './problem-rules.js';
import { RULES } from './registry.js';
import type { RuleMeta } from './rule.js';

/** Something that findings are named after: a rule of the checker, a problem of the compiler, or one of the checker's own. */
export type KnownRule = Pick<RuleMeta, 'id' | 'category' | 'severity' | 'since' | 'what' | 'why' | 'how'> &
  Partial<RuleMeta>;

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
  own(
    'too-many-findings',
    'info',
    'A file has more findings than a report holds.',
    'What is less severe, or stands further behind, is left out.',
    'Mend those that are told, turn rules off, or select one.',
  ),
];

function own(id: string, severity: KnownRule['severity'], what: string, why: string, how: string): KnownRule {
  return { id, category: 'checker', severity, since: '0.1.0', what, why, how };
}

/** Problems that a rule is about as well are that rule. */
function problemRules(): readonly KnownRule[] {
  const ids = new Set(RULES.map(({ meta }) => meta.id));
  const problems = Object.keys(PROBLEMS).filter((id) => !ids.has(id)) as ProblemId[];
  return problems.map((id): KnownRule => {
    const { severity, what, examples } = PROBLEM_RULES[id];
    const { why, help } = PROBLEMS[id];
    return { id, category: 'daemon', severity, since: '0.1.0', what, why, how: help, source: 'parse.y', ...examples };
  });
}

const KNOWN: readonly KnownRule[] = [...RULES.map(({ meta }) => meta), ...problemRules(), ...OWN];
const BY_NAME: ReadonlyMap<string, KnownRule> = new Map(
  KNOWN.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])].map((name) => [name, rule])),
);

/** Every id that a finding can have, once. */
export function knownRules(): readonly KnownRule[] {
  return KNOWN;
}

/** The rule that has an id, or had it. */
export function ruleNamed(name: string): KnownRule | undefined {
  return BY_NAME.get(name);
}

/** What was meant by a name that no rule has, as the end of a message about it: empty where nothing is near. */
export function meantRule(name: string): string {
  const near = closest(name, [...BY_NAME.keys()]);
  return distance(name, near) <= Math.max(1, Math.floor(name.length / 5)) ? `; did you mean ${near}?` : '';
}
