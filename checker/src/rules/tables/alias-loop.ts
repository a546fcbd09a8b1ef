import { parseExpandLine } from '@smtpd-conf/engine';
import { conf, defineRule, type Found } from '../../rule.js';
import { keysOf } from '../../subject/key-uses.js';

interface Loop extends Found {
  readonly way: readonly string[];
}

export const aliasLoop = defineRule<Loop>({
  id: 'alias-loop',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'Addresses of a virtual table lead to each other in a circle.',
  why: 'The daemon gives up after ten steps: mail to them is refused with 524.',
  how: 'Let one of them lead to a user or to an address elsewhere.',
  bad: conf(
    'table users { "a@example.org" = "b@example.org", "b@example.org" = "a@example.org" }',
    'action "a" mbox virtual <users>',
    'match from any for domain "example.org" action "a"',
  ),
  good: conf(
    'table users { "a@example.org" = "b@example.org", "b@example.org" = "bob" }',
    'action "a" mbox virtual <users>',
    'match from any for domain "example.org" action "a"',
  ),
  daemon: 'accepts',
  source: 'lka_session.c: lka_expand; EXPAND_DEPTH',
  needs: 'parts',
  scope: { each: 'file', and: ['action', 'table'] },
  *find(subject) {
    const virtual = keysOf('alias', subject).filter(({ clause }) => clause.id === 'local.virtual');
    const targets = new Map(virtual.map((use) => [use.key.toLowerCase(), soleAddress(use.value)]));
    const reported = new Set<string>();
    for (const use of virtual) {
      const way: string[] = [];
      let at: string | undefined = use.key.toLowerCase();
      while (at !== undefined && !way.includes(at)) {
        way.push(at);
        at = targets.get(at);
      }
      // A way into a circle is reported where the circle is.
      if (at === undefined || at !== way[0] || way.length < 2 || reported.has(at)) continue;
      for (const one of way) reported.add(one);
      yield { at: use.at, way: [...way, at] };
    }
  },
  message: ({ way }) => `This leads in a circle: ${way.join(' → ')}.`,
});

/** The address that a value leads to, where it leads to that one only. */
function soleAddress(value: string | undefined): string | undefined {
  const nodes = value?.includes('@') ? parseExpandLine(value, true) : undefined;
  const [node, ...others] = nodes ?? [];
  if (node?.type !== 'address' || others.length > 0) return undefined;
  return `${node.address.user}@${node.address.domain}`.toLowerCase();
}
