import { placeOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Again extends Found {
  readonly at: Token;
  readonly first: Token;
}

export const macroRedefined = defineRule<Again>({
  id: 'macro-redefined',
  category: 'lexical',
  severity: 'info',
  since: '0.1.0',
  what: 'A macro is defined twice.',
  why: 'The later value holds from there on only; statements above it have the earlier one.',
  how: 'Use two names.',
  bad: conf(
    'd = "example.org"',
    'action "a" mbox',
    'match for domain $d action "a"',
    'd = "example.net"',
    'match for domain $d action "a"',
  ),
  good: conf(
    'd = "example.org"',
    'action "a" mbox',
    'match for domain $d action "a"',
    'e = "example.net"',
    'match for domain $e action "a"',
  ),
  daemon: 'accepts',
  source: 'parse.y: symset',
  needs: 'parts',
  scope: { each: 'file', and: ['macro'] },
  *find(subject) {
    const first = new Map<string, Token>();
    for (const { name } of subject.of('macro')) {
      const before = first.get(name.text);
      if (before) yield { at: name, first: before };
      else first.set(name.text, name);
    }
  },
  message: ({ at }) => `"${at.text}" has a value already.`,
  related: ({ first }) => [{ message: 'defined here before', place: placeOf(first) }],
});
