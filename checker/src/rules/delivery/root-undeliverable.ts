import type { LocalAction } from '@smtpd-conf/compiler';
import type { ActionStatement } from '@smtpd-conf/grammar';
import { shadows } from '../../predicates/shadows.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { localActionsThat } from '../../subject/actions.js';
import { RULESET } from '../../subject/ruleset.js';
import type { Subject } from '../../subject.js';
import { statementPlace } from '../../syntax.js';

interface Root extends Found {
  readonly name: string;
}

const RUN_AS_USER: ReadonlySet<string | undefined> = new Set(['method.maildir', 'method.lmtp', 'method.mda']);

/** Whether an action runs something as the user whom the mail is to. */
function runsAsRecipient({ method, options }: ActionStatement): boolean {
  return RUN_AS_USER.has(method?.id) && !options.some(({ id }) => id === 'local.user' || id === 'local.virtual');
}

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
    for (const { statement, name, action } of localActionsThat(runsAsRecipient, subject)) {
      if (action.userbase !== '<getpwnam>' || rootHasAlias(action, subject)) continue;
      if (subject.once(takersOfLocalNames).has(name)) yield { at: statementPlace(statement), name };
    }
  },
  message: ({ name }) => `Mail to root cannot be delivered by "${name}".`,
});

/** True too where the table cannot be looked into. */
function rootHasAlias({ alias }: Pick<LocalAction, 'alias'>, subject: Subject): boolean {
  if (alias === undefined) return false;
  const entries = subject.analysis.state.tables.find(alias)?.entries;
  return entries === undefined || entries.some(([key]) => key === 'root');
}

/** The actions to which a rule leads mail to the host's own names: that is where system programs send it. */
function takersOfLocalNames(subject: Subject): ReadonlySet<string> {
  const unreachable = new Set(subject.once(shadows).map(({ rule }) => rule));
  const takers = new Set<string>();
  for (const rule of subject.analysis.state.rules) {
    const { for: to, outcome } = rule;
    if (to.negated || (to.table !== '<localnames>' && to.table !== '<anydestination>')) continue;
    if (outcome.type === 'action' && !unreachable.has(rule)) takers.add(outcome.action);
  }
  return takers;
}
