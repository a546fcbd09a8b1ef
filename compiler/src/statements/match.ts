import type { ClauseNode, CriterionId, MatchStatement, Token } from '@smtpd-conf/grammar';
import type { CompiledRule, ForTest, FromTest, RuleTest } from '../config/compiled-config.js';
import { type StatementContext, tokenOf, wordOf } from '../statement-context.js';
import { duplicate } from './duplicates.js';
import { checkUse, tableOf } from './tables.js';

/** The places of a rule that a criterion can fill (struct rule's flags). */
type Slot = 'from' | 'for' | 'tag' | 'helo' | 'auth' | 'tls' | 'mailFrom' | 'rcptTo';

/** The slot that must be free, and the daemon's name for it. */
const SLOTS: Readonly<Record<CriterionId, readonly [slot: Slot, name: string]>> = {
  'match.tag': ['tag', 'tag'],
  'match.helo': ['helo', 'helo'],
  'match.tls': ['tls', 'tls'],
  'match.auth': ['auth', 'auth'],
  'match.mail-from': ['mailFrom', 'mail-from'],
  'match.rcpt-to': ['rcptTo', 'rcpt-to'],
  'match.from-socket': ['from', 'from'],
  'match.from-local': ['from', 'from'],
  'match.from-any': ['from', 'from'],
  'match.from-src': ['from', 'from'],
  'match.from-rdns': ['from', 'from'],
  'match.from-auth': ['from', 'from'],
  'match.from-mail-from': ['from', 'from'],
  'match.for-local': ['for', 'for'],
  'match.for-any': ['for', 'for'],
  'match.for-domain': ['for', 'for'],
  'match.for-rcpt-to': ['for', 'for'],
};

interface Criteria {
  from?: FromTest;
  for?: ForTest;
  tag?: RuleTest;
  helo?: RuleTest;
  auth?: RuleTest;
  tls?: RuleTest;
  mailFrom?: RuleTest;
  rcptTo?: RuleTest;
}

const ANY_HOST: FromTest = { type: 'src', negated: false, regex: false, table: '<anyhost>', implicit: false };
const ANY_DESTINATION: ForTest = { negated: false, regex: false, table: '<anydestination>', implicit: false };
const FROM_LOCAL: FromTest = { type: 'src', negated: false, regex: false, table: '<localhost>', implicit: true };
const FOR_LOCAL: ForTest = { negated: false, regex: false, table: '<localnames>', implicit: true };

/** `match CRITERION … OUTCOME` */
export function compileMatch(statement: MatchStatement, context: StatementContext): void {
  const { criteria: clauses, outcome } = statement;
  const criteria: Criteria = {};
  const set = new Map<Slot, ClauseNode>();
  context.each(clauses, (clause) => compileCriterion(clause, criteria, set, context));
  if (outcome === undefined || !outcome.complete) return;
  const { tokens } = statement;
  const origin = context.state.origin(tokens[0] as Token, tokens.at(-1) as Token);
  const rule: CompiledRule = {
    ...criteria,
    from: criteria.from ?? FROM_LOCAL,
    for: criteria.for ?? FOR_LOCAL,
    outcome: compileOutcome(outcome, context),
    origin,
  };
  context.state.rules.push(rule);
}

function compileOutcome(outcome: ClauseNode, context: StatementContext): CompiledRule['outcome'] {
  if (outcome.id === 'match.reject') return { type: 'reject' };
  const action = wordOf(outcome);
  if (context.state.actions.has(action)) return { type: 'action', action };
  if (context.policy === 'tolerant' && context.state.isBroken('action', action)) {
    context.failSilently(context.after(outcome));
  }
  return context.fail(context.after(outcome), {
    id: 'undefined-action',
    daemon: `no such dispatcher: ${action}`,
    what: `There is no action "${action}" above this rule.`,
    at: tokenOf(outcome),
  });
}

function compileCriterion(
  clause: ClauseNode<CriterionId>,
  criteria: Criteria,
  set: Map<Slot, ClauseNode>,
  context: StatementContext,
): void {
  const table = tableOf(clause, context);
  if (!clause.complete || (clause.value !== undefined && table === undefined)) return;
  const [slot, name] = SLOTS[clause.id];
  const before = set.get(slot);
  if (before !== undefined) {
    context.fail(context.after(clause), duplicate(clause, `${name} already specified for this rule`, before));
  }
  if (table !== undefined) checkUse(clause, table, () => context.after(clause), context);
  set.set(slot, clause);
  apply(clause, testOf(clause, table?.name), criteria, set);
}

function testOf(clause: ClauseNode, table: string | undefined): RuleTest {
  return {
    negated: clause.negation !== undefined,
    regex: clause.words.some((word) => word.text === 'regex'),
    ...(table === undefined ? {} : { table }),
  };
}

/** parse.y's match_option: `from auth` and its like mean "from anywhere" and take over what another criterion set. */
function apply(clause: ClauseNode<CriterionId>, test: RuleTest, criteria: Criteria, set: Map<Slot, ClauseNode>): void {
  const { negated } = test;
  switch (clause.id) {
    case 'match.tag':
      criteria.tag = test;
      return;
    case 'match.helo':
      criteria.helo = test;
      return;
    case 'match.tls':
      criteria.tls = test;
      return;
    case 'match.auth':
      criteria.auth = test;
      return;
    case 'match.mail-from':
      criteria.mailFrom = test;
      return;
    case 'match.rcpt-to':
      criteria.rcptTo = test;
      return;
    case 'match.from-socket':
      criteria.from = { ...test, type: 'socket', implicit: false };
      return;
    case 'match.from-local':
      criteria.from = { ...FROM_LOCAL, negated, implicit: false };
      return;
    case 'match.from-any':
      criteria.from = { ...ANY_HOST, negated };
      return;
    case 'match.from-src':
      criteria.from = { ...test, type: 'src', implicit: false };
      return;
    case 'match.from-rdns':
      criteria.from = { ...test, type: 'rdns', implicit: false };
      return;
    case 'match.from-auth':
      criteria.from = ANY_HOST;
      criteria.auth = takeOver(test, criteria.auth);
      set.set('auth', clause);
      return;
    case 'match.from-mail-from':
      criteria.from = ANY_HOST;
      criteria.mailFrom = takeOver(test, criteria.mailFrom);
      set.set('mailFrom', clause);
      return;
    case 'match.for-local':
      criteria.for = { ...FOR_LOCAL, negated, implicit: false };
      return;
    case 'match.for-any':
      criteria.for = { ...ANY_DESTINATION, negated };
      return;
    case 'match.for-domain':
      criteria.for = { ...test, implicit: false };
      return;
    case 'match.for-rcpt-to':
      criteria.for = ANY_DESTINATION;
      criteria.rcptTo = takeOver(test, criteria.rcptTo);
      set.set('rcptTo', clause);
  }
}

/** The actions of `from auth` and its like set what they name; a table or `regex` of the criterion before them stays. */
function takeOver(test: RuleTest, before: RuleTest | undefined): RuleTest {
  return { ...before, ...test, regex: test.regex || (before?.regex ?? false) };
}
