import { tokenOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { fix, removeTokens } from '../../fixes/edits.js';
import { keysOfTest } from '../../predicates/rule-tests.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { anyOf, namePatterns } from '../../settings/name-patterns.js';
import { MATCHING } from '../../subject/ruleset.js';
import { wordAt } from '../../syntax.js';

interface Unused extends Found {
  readonly at: Token;
  readonly tokens: readonly Token[];
}

export const tagUnused = defineRule<Unused, { readonly ignore: readonly string[] }>({
  id: 'tag-unused',
  category: 'routing',
  severity: 'info',
  since: '0.1.0',
  what: 'A listener has a tag that no rule asks for.',
  why: 'The tag has no effect but in logs.',
  how: 'Remove it, or ask for it in a rule.',
  bad: conf('listen on lo tag DKIM', 'action "a" mbox', 'match for local action "a"'),
  good: conf('listen on lo tag DKIM', 'action "a" mbox', 'match tag DKIM for local action "a"'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match_tag',
  fix: 'safe',
  options: { ignore: namePatterns('Tags that are meant for logs only.') },
  needs: 'whole',
  scope: { each: 'file', compiled: MATCHING },
  *find(subject, { ignore }) {
    const meant = anyOf(ignore);
    // An expression, or a table that cannot be read, may mean any tag.
    const { rules, tables } = subject.analysis.state;
    if (rules.some(({ tag }) => tag?.regex || (typeof tag?.table === 'object' && tag.table.backend !== 'static')))
      return;
    const asked = new Set<string>();
    for (const { tag } of rules) for (const key of (tag && keysOfTest(tag, tables)) ?? []) asked.add(key);
    for (const { options } of subject.of('listen')) {
      for (const clause of options) {
        if (clause.id !== 'listen.tag' && clause.id !== 'socket.tag') continue;
        const at = tokenOf(clause);
        if (!asked.has(at.text.toLowerCase()) && !meant(at.text)) yield { at, tokens: [wordAt(clause), at] };
      }
    }
  },
  message: ({ at }) => `No rule asks for the tag "${at.text}".`,
  fixes: ({ tokens }) => fix('safe', 'Remove the tag', removeTokens(tokens)),
});
