import type { ClauseNode } from '@smtpd-conf/grammar';
import { fix, removeTokens } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { wordAt } from '../../syntax.js';

interface TlsCriterion extends Found {
  readonly clause: ClauseNode;
}

export const matchTlsTempfail = defineRule<TlsCriterion>({
  id: 'match-tls-tempfail',
  category: 'routing',
  severity: 'error',
  since: '0.1.0',
  what: 'A rule asks for tls.',
  why: 'The daemon cannot answer that at RCPT TO: every recipient that reaches the criterion is deferred with "451 Temporary failure", with ! too.',
  how: 'Drop the criterion, and put tls-require on the listener.',
  bad: conf('action "a" mbox', 'match tls from any for local action "a"'),
  good: conf('action "a" mbox', 'match from any for local action "a"'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match_smtp_starttls',
  fix: 'unsafe',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { criteria } of subject.of('match')) {
      for (const clause of criteria) {
        if (clause.id === 'match.tls') yield { at: wordAt(clause), clause };
      }
    }
  },
  message: ({ clause }) => `${clause.negation ? '!tls' : 'tls'} never matches and never lets pass.`,
  fixes: ({ clause }) =>
    fix(
      'unsafe',
      'Remove the criterion',
      removeTokens([...(clause.negation ? [clause.negation] : []), ...clause.words]),
    ),
});
