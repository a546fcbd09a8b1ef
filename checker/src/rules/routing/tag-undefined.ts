import { conf, defineRule } from '../../rule.js';
import type { KeyUse } from '../../subject/key-uses.js';

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
  *find(subject) {
    const { listeners, socket } = subject.analysis.state;
    const tags = new Set([...listeners, ...(socket ? [socket] : [])].map(({ tag }) => tag?.toLowerCase()));
    for (const use of subject.keysOf('string')) {
      if (use.clause.id === 'match.tag' && !tags.has(use.key.toLowerCase())) yield use;
    }
  },
  message: ({ key }) => `No listener has the tag "${key}".`,
});
