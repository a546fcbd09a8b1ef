import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { builtins } from '../../subject/filter-statements.js';
import { SERVICES } from '../../subject/ruleset.js';
import type { Subject } from '../../subject.js';

interface Bypass extends Found {
  readonly at: Token;
}

export const filterBypassScope = defineRule<Bypass>({
  id: 'filter-bypass-scope',
  category: 'filters',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.7.0' },
  what: 'A filter bypasses, and no filter of a chain follows it.',
  why: 'bypass skips the filters that follow in the same chain and phase, and no others: alone, or last, it does nothing.',
  how: 'Put it before the filters that it is to skip, in the same chain and the same phase.',
  bad: conf(
    'filter "ok" phase connect match src "192.0.2.0/24" bypass',
    'listen on lo filter "ok"',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "ok" phase connect match src "192.0.2.0/24" bypass',
    'filter "no" phase connect match !rdns disconnect "550 no name"',
    'listen on lo filter { "ok", "no" }',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'lka_filter.c: filter_protocol_internal',
  needs: 'whole',
  scope: { each: 'file', compiled: SERVICES },
  *find(subject) {
    for (const { filter, decision } of subject.once(builtins)) {
      if (filter.decision.type === 'bypass' && !skipsSomething(filter.name, filter.phase, subject))
        yield { at: decision };
    }
  },
  message: () => 'There is nothing that this could skip.',
});

function skipsSomething(name: string, phase: string, subject: Subject): boolean {
  const { filters } = subject.analysis.state;
  for (const chain of filters.values()) {
    if (chain.type !== 'chain' || !chain.filters.includes(name)) continue;
    const after = chain.filters.slice(chain.filters.indexOf(name) + 1).map((other) => filters.get(other));
    if (after.some((other) => other?.type === 'proc' || (other?.type === 'builtin' && other.phase === phase)))
      return true;
  }
  return false;
}
