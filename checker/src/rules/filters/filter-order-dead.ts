import type { BuiltinFilter } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { SERVICES } from '../../subject/ruleset.js';

interface Dead extends Found {
  readonly at: Token;
  readonly before: string;
}

/** Decisions after which no other filter of the phase runs. */
const ENDS: readonly string[] = ['rewrite', 'junk', 'reject', 'disconnect', 'bypass'];

export const filterOrderDead = defineRule<Dead>({
  id: 'filter-order-dead',
  category: 'filters',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A filter of a chain can never run, because one before it has the same condition and decides.',
  why: 'The first filter that decides ends the phase.',
  how: 'Change the order, or remove one of them.',
  bad: conf(
    'filter "all" phase connect match src "0.0.0.0/0" junk',
    'filter "again" phase connect match src "0.0.0.0/0" disconnect "550 no"',
    'listen on lo inet4 filter { "all", "again" }',
    'action "a" maildir junk',
    'match from any for local action "a"',
  ),
  good: conf(
    'filter "some" phase connect match src "192.0.2.0/24" junk',
    'filter "all" phase connect match src "0.0.0.0/0" disconnect "550 no"',
    'listen on lo inet4 filter { "some", "all" }',
    'action "a" maildir junk',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'lka_filter.c: filter_protocol_internal',
  needs: 'whole',
  scope: { each: 'file', and: ['action'], compiled: SERVICES },
  *find(subject) {
    const { filters, tables } = subject.analysis.state;
    const same = (a: BuiltinFilter, b: BuiltinFilter): boolean => {
      const rows = (filter: BuiltinFilter) =>
        JSON.stringify(tables.find(filter.condition.table ?? '')?.entries ?? filter.condition.table ?? null);
      const { type, negated, regex } = a.condition;
      const other = b.condition;
      return type === other.type && negated === other.negated && regex === other.regex && rows(a) === rows(b);
    };
    const lists = [
      ...subject.of('filter').map(({ chain }) => chain),
      ...subject
        .of('listen')
        .flatMap(({ options }) => options.map(({ value }) => (value?.kind === 'filter-list' ? value : undefined))),
    ];
    for (const list of lists) {
      const before: BuiltinFilter[] = [];
      for (const at of list?.names ?? []) {
        const filter = filters.get(at.text);
        if (filter?.type !== 'builtin') continue;
        const current = filter as BuiltinFilter;
        const ends = before.find(
          (one) => one.phase === current.phase && ENDS.includes(one.decision.type) && same(one, current),
        );
        if (ends) yield { at, before: ends.name };
        before.push(current);
      }
    }
  },
  message: ({ at, before }) => `"${at.text}" asks what "${before}" has asked and decided.`,
});
