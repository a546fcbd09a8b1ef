import { regexMatches } from '../../predicates/keys.js';
import { conf, defineRule } from '../../rule.js';
import { type KeyUse, keysOf } from '../../subject/key-uses.js';

export const tagUndefined = defineRule<KeyUse>({
  id: 'tag-undefined',
  category: 'routing',
  severity: 'warning',
  since: '0.1.0',
  what: 'A rule asks for a tag that no listener has.',
  why: 'The rule is never used, or with ! always.',
  how: 'Give a listener the tag, or correct its name.',
  bad: conf('listen on lo tag DKIM', 'action "a" mbox', 'match tag DKIM_OUT for local action "a"'),
  good: conf('listen on lo tag DKIM', 'action "a" mbox', 'match tag DKIM for local action "a"'),
  daemon: 'accepts',
  source: 'ruleset.c: ruleset_match_tag',
  needs: 'whole',
  scope: { each: 'key', and: ['listen'] },
  *find(subject) {
    const { meantListeners, socket } = subject.analysis.state;
    const tags = new Set(
      [socket?.tag ?? '', ...meantListeners.map(({ tag = '' }) => tag)].map((tag) => tag.toLowerCase()),
    );
    for (const use of keysOf('string', subject)) {
      if (use.clause.id === 'match.tag' && !tags.has(use.key.toLowerCase())) yield use;
    }
    for (const use of keysOf('regex', subject)) {
      const key = use.key.toLowerCase();
      if (use.clause.id === 'match.tag' && ![...tags].some((tag) => regexMatches(key, tag))) yield use;
    }
  },
  message: ({ key, regex }) => `No listener has ${regex ? 'a tag like' : 'the tag'} "${key}".`,
});
