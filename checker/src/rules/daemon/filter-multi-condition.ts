import type { Token } from '@smtpd-conf/grammar';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { syntaxFault } from '../../subject/syntax-fault.js';

interface Second extends Found {
  readonly at: Token;
}

const CONDITIONS = /^(!|fcrdns|rdns|src|helo|auth|mail-from|rcpt-to|and|or)$/;

export const filterMultiCondition = defineProblemRule<Second>({
  id: 'filter-multi-condition',
  category: 'daemon',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A built-in filter has several conditions.',
  why: 'A filter has one condition, and the daemon says no more than "syntax error".',
  how: 'Write a filter for each, and a chain; where both must hold, only a filter process can tell.',
  bad: conf(
    'filter "f" phase connect match !rdns src "192.0.2.0/24" disconnect "550 no"',
    'listen on lo filter "f"',
    'match for local reject',
  ),
  good: conf(
    'filter "f" phase connect match !rdns disconnect "550 no"',
    'listen on lo filter "f"',
    'match for local reject',
  ),
  daemon: 'refuses',
  source: 'parse.y: filter_phase_connect_options',
  problems: ['syntax-error'],
  recognise(problem, subject) {
    const fault = syntaxFault(problem, subject);
    if (fault?.statement.kind !== 'filter' || fault.statement.condition === undefined) return undefined;
    const complete = fault.statement.condition.complete && fault.statement.decision === undefined;
    return complete && CONDITIONS.test(fault.token.text) ? { at: fault.token } : undefined;
  },
  message: () => 'Another condition begins here.',
});
