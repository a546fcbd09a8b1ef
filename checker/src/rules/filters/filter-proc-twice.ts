import type { ActionStatement, FilterList, ListenStatement, Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Twice extends Found {
  readonly at: Token;
  readonly proc: string;
}

export const filterProcTwice = defineRule<Twice>({
  id: 'filter-proc-twice',
  category: 'filters',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.7.0' },
  what: 'Two filters of a chain are one and the same process.',
  why: 'The daemon means to refuse that and fails to see it: the process is asked twice about everything.',
  how: 'Name one of them in the chain.',
  bad: conf(
    'proc p "/usr/bin/true"',
    'filter "one" proc p',
    'filter "two" proc p',
    'listen on lo filter { "one", "two" }',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  good: conf(
    'proc p "/usr/bin/true"',
    'proc q "/usr/bin/true"',
    'filter "one" proc p',
    'filter "two" proc q',
    'listen on lo filter { "one", "two" }',
    'action "a" mbox',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'parse.y: filterel',
  needs: 'parts',
  scope: { each: 'file', and: ['action', 'filter', 'listen', 'proc'] },
  *find(subject) {
    const { filters } = subject.analysis.state;
    const lists = [
      ...subject.of('filter').map(({ chain }) => chain),
      ...[...subject.of('listen'), ...subject.of('action')].flatMap(subject.each(listsOf)),
    ];
    for (const list of lists) {
      const procs = new Set<string>();
      for (const at of list?.names ?? []) {
        const filter = filters.get(at.text);
        if (filter?.type !== 'proc') continue;
        if (procs.has(filter.proc)) yield { at, proc: filter.proc };
        procs.add(filter.proc);
      }
    }
  },
  message: ({ at, proc }) => `"${at.text}" is the process "${proc}", which is in this chain already.`,
});

function listsOf({ options }: ListenStatement | ActionStatement): readonly FilterList[] {
  return options.flatMap(({ value }) => (value?.kind === 'filter-list' ? [value] : []));
}
