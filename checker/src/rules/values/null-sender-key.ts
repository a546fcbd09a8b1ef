import { fix, replaceText, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

const NULL_SENDER_CLAUSES: readonly string[] = ['match.mail-from', 'match.from-mail-from', 'condition.mail-from'];

/** What the null sender looks like to the lookup: a rule asks for user@domain, a filter for what stood between < and >. */
const expressionFor = ({ clause }: KeyUse): string => (clause.id === 'condition.mail-from' ? '^$' : '^@$');

export const nullSenderKey = defineRule<KeyUse>({
  id: 'null-sender-key',
  category: 'values',
  severity: 'warning',
  since: '0.1.0',
  what: 'A list of senders names the null sender in a way that never matches.',
  why: 'Rules look the null sender up as "@", filters as an empty string, and neither as "<>".',
  how: 'Use regex "^@$" in a rule and regex "^$" in a filter.',
  bad: conf('match from any mail-from "<>" for any reject'),
  good: conf('match from any mail-from regex "^@$" for any reject'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match_smtp_mail_from; lka_filter.c: filter_check_mail_from_table',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'key' },
  *find(subject) {
    for (const use of keysOf('mailaddr', subject)) {
      if (NULL_SENDER_CLAUSES.includes(use.clause.id) && use.key === '<>') yield use;
    }
    for (const use of keysOf('regex', subject)) {
      if (!NULL_SENDER_CLAUSES.includes(use.clause.id)) continue;
      if (/^\^(<>)?\$$/.test(use.key) && use.key !== expressionFor(use)) yield use;
    }
  },
  message: ({ key, regex }) => `${regex ? 'The expression ' : ''}"${key}" does not match the null sender.`,
  fixes(use) {
    const { token, clause, regex } = use;
    if (token === undefined || clause.value?.kind !== 'word') return [];
    const expression = expressionFor(use);
    const edit = regex ? replaceWith(token, expression) : replaceText(token, `regex "${expression}"`);
    return fix('safe', `Use regex "${expression}"`, edit);
  },
});
