import type { CompiledFilter } from '@smtpd-conf/compiler';
import type { ActionStatement, ClauseNode } from '@smtpd-conf/grammar';
import { fix, removeTokens } from '../../fixes/edits.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { relayActions } from '../../subject/actions.js';
import { clauseOf, clausePlace, clauseTokens } from '../../syntax.js';

interface Builtin extends Found {
  readonly clause: ClauseNode;
  readonly statement: ActionStatement;
}

export const relayFilterBuiltin = defineRule<Builtin>({
  id: 'relay-filter-builtin',
  category: 'relay',
  severity: 'warning',
  since: '0.1.0',
  versions: { since: '6.7.0' },
  what: 'A relay action has a filter that can only act on incoming sessions.',
  why: 'Outgoing sessions are reported to filter processes and filtered by none: a built-in filter does nothing here.',
  how: 'Put the filter on a listener.',
  bad: conf(
    'filter "f" phase mail-from match mail-from "@example.net" reject "550 no"',
    'action "r" relay filter "f"',
    'match from local for any action "r"',
  ),
  good: conf(
    'filter "f" phase mail-from match mail-from "@example.net" reject "550 no"',
    'listen on lo filter "f"',
    'action "r" relay',
    'match from local for any action "r"',
  ),
  daemon: 'accepts',
  source: 'mta_session.c: mta_report_link_connect',
  fix: 'safe',
  needs: 'parts',
  scope: { each: 'statement', and: ['filter', 'proc'] },
  *find(subject) {
    const { filters } = subject.analysis.state;
    const acts = (filter: CompiledFilter | undefined): boolean => {
      if (filter === undefined || filter.type === 'proc') return true;
      return filter.type === 'chain' && filter.filters.some((name) => acts(filters.get(name)));
    };
    for (const { statement, action } of relayActions(subject)) {
      const clause = clauseOf(statement.options, 'relay.filter');
      if (clause === undefined || action.filter === undefined || acts(filters.get(action.filter))) continue;
      yield { at: clausePlace(clause, statement), clause, statement };
    }
  },
  message: () => 'No filter process is among these filters.',
  fixes: ({ clause, statement }) => fix('safe', 'Remove the filter', removeTokens(clauseTokens(clause, statement))),
});
