import type { LocalAction } from '@smtpd-conf/compiler';
import { shadows } from '../../predicates/shadows.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { localActions } from '../../subject/actions.js';
import { RULESET } from '../../subject/ruleset.js';
import type { Subject } from '../../subject.js';
import { statementPlace } from '../../syntax.js';

interface Root extends Found {
  readonly action: LocalAction;
}

const RUN_AS_USER: readonly string[] = ['maildir', 'lmtp', 'mda'];

export const rootUndeliverable = defineRule<Root>({
  id: 'root-undeliverable',
  category: 'delivery',
  severity: 'warning',
  since: '0.1.0',
  what: 'An action that runs a delivery program as the recipient gives root no other address.',
  why: 'The daemon runs nothing as root: mail to root, as cron and other system programs send it, fails for good with "MDA not allowed to deliver to: root".',
  how: 'Add an alias for root, or deliver local mail with mbox.',
  bad: conf('action "a" maildir', 'match from any for local action "a"'),
  good: conf(
    'table aliases { "root" = "alice" }',
    'action "a" maildir alias <aliases>',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtpd.c: forkmda',
  needs: 'whole',
  scope: { each: 'file', and: RULESET },
  *find(subject) {
    for (const { statement, action } of localActions(subject)) {
      if (!RUN_AS_USER.includes(action.method.type) || action.user !== undefined || action.virtual !== undefined)
        continue;
      if (action.userbase !== '<getpwnam>' || rootHasAlias(action, subject) || !takesLocalNames(action, subject))
        continue;
      yield { at: statementPlace(statement), action };
    }
  },
  message: ({ action }) => `Mail to root cannot be delivered by "${action.name}".`,
});

/** True too where the table cannot be looked into. */
function rootHasAlias({ alias }: LocalAction, subject: Subject): boolean {
  if (alias === undefined) return false;
  const entries = subject.analysis.state.tables.find(alias)?.entries;
  return entries === undefined || entries.some(([key]) => key === 'root');
}

/** Whether a rule leads mail to the host's own names to the action: that is where system programs send it. */
function takesLocalNames(action: LocalAction, subject: Subject): boolean {
  const unreachable = new Set(subject.once(shadows).map(({ rule }) => rule));
  return subject.analysis.state.rules.some(
    (rule) =>
      !unreachable.has(rule) &&
      rule.outcome.type === 'action' &&
      rule.outcome.action === action.name &&
      !rule.for.negated &&
      (rule.for.table === '<localnames>' || rule.for.table === '<anydestination>'),
  );
}
