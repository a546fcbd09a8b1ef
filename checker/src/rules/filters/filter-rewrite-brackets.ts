import type { Token } from '@smtpd-conf/grammar';
import { fix, replaceWith } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { builtins } from '../../subject/filter-statements.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Rewrite extends Found {
  readonly at: Token;
}

export const filterRewriteBrackets = defineRule<Rewrite>({
  id: 'filter-rewrite-brackets',
  category: 'filters',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A filter rewrites an address to one without angle brackets.',
  why: 'The text takes the place of all that follows MAIL FROM: or RCPT TO:, where an address needs its brackets: every hit is refused with 553 or 501.',
  how: 'Write <address>.',
  bad: conf(
    'filter "f" phase mail-from match !rdns rewrite "nobody@example.org"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "f" phase mail-from match !rdns rewrite "<nobody@example.org>"',
    'listen on lo filter "f"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'smtp_session.c: smtp_mailaddr',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { filter, text } of subject.once(builtins)) {
      if (filter.decision.type !== 'rewrite' || text === undefined) continue;
      if ((filter.phase === 'mail-from' || filter.phase === 'rcpt-to') && !/^<.*>/.test(text.text)) yield { at: text };
    }
  },
  message: ({ at }) => `"${at.text}" has no angle brackets.`,
  fixes: ({ at }) => (/[<>\s]/.test(at.text) ? [] : fix('safe', `Write <${at.text}>`, replaceWith(at, `<${at.text}>`))),
});
