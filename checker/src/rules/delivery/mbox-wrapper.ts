import type { Token } from '@smtpd-conf/grammar';
import { fix, removeTokens } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { localActions } from '../../subject/actions.js';
import { clauseOf, clauseTokens, wordAt } from '../../syntax.js';

interface Wrapped extends Found {
  readonly at: Token;
  readonly tokens: readonly Token[];
}

export const mboxWrapper = defineRule<Wrapped>({
  id: 'mbox-wrapper',
  category: 'delivery',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '7.5.0' },
  what: 'An mbox action has a wrapper.',
  why: 'There is no command to wrap: the delivery process crashes at every message, and mail stays in the queue.',
  how: 'Use mda with a command of your own, or drop the wrapper.',
  bad: conf('mda wrapper "w" "/usr/bin/nice %{mda}"', 'action "a" mbox wrapper "w"', 'match for local action "a"'),
  good: conf(
    'mda wrapper "w" "/usr/bin/nice %{mda}"',
    `action "a" mda "/usr/bin/procmail" user "mail" wrapper "w"`,
    'match for local action "a"',
  ),
  daemon: 'accepts',
  source: 'mda_unpriv.c: mda_unpriv; mda_variables.c: mda_expand_token',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { statement, action } of localActions(subject)) {
      const clause = clauseOf(statement.options, 'local.wrapper');
      if (action.method.type === 'mbox' && clause)
        yield { at: wordAt(clause), tokens: clauseTokens(clause, statement) };
    }
  },
  message: () => 'mbox runs no command that could be wrapped.',
  fixes: ({ tokens }) => fix('unsafe', 'Remove the wrapper', removeTokens(tokens)),
});
