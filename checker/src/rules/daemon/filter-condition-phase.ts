import { type Context, clausesIn, keywordOf, type Token } from '@smtpd-conf/grammar';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { syntaxFault } from '../../subject/syntax-fault.js';

interface Misplaced extends Found {
  readonly at: Token;
  readonly phase: string;
}

const firstWords = (context: Context): ReadonlySet<string> =>
  new Set(clausesIn(context).map(({ forms }) => forms[0]?.parts[0] ?? ''));

const CONDITIONS = firstWords('filter-condition');
const DECISIONS = firstWords('filter-decision');

export const filterConditionPhase = defineProblemRule<Misplaced>({
  id: 'filter-condition-phase',
  category: 'daemon',
  severity: 'error',
  since: '0.1.0',
  versions: { since: '6.6.0' },
  what: 'A filter asks, or decides, in a phase that does not know of it.',
  why: 'The greeting is not known at connect, the recipient only at rcpt-to, and at commit it is too late to mark or to let pass: the daemon says no more than "syntax error".',
  how: 'Use a later phase.',
  bad: conf('filter "f" phase connect match helo "spam.example" disconnect "550 no"', 'match for local reject'),
  good: conf('filter "f" phase helo match helo "spam.example" disconnect "550 no"', 'match for local reject'),
  daemon: 'refuses',
  source: 'parse.y: filter_phase_connect_options and its like',
  problems: ['syntax-error'],
  recognise(problem, subject) {
    const fault = syntaxFault(problem, subject);
    if (fault?.statement.kind !== 'filter' || fault.statement.phase === undefined) return undefined;
    const { phase, condition, decision } = fault.statement;
    const { token } = fault;
    // Behind a condition only a decision can follow: another condition has a rule of its own.
    const words = condition === undefined ? CONDITIONS : DECISIONS;
    const open = (condition === undefined || condition.complete) && decision === undefined;
    if (!open || token.quoted || keywordOf(token.type) === undefined || !words.has(token.text)) return undefined;
    return { at: token, phase: phase.words[0]?.text ?? '' };
  },
  message: ({ at, phase }) => `Phase ${phase} knows no ${at.text} here.`,
});
