import type { ClauseNode, CriterionId, MatchStatement } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { CompiledRule, Origin } from '../config/compiled-config.js';
import type { ForState, FromState, RuleState, TestState } from '../rule-state.js';
import { type StatementContext, tokenOf, wordOf } from '../statement-context.js';
import type { TableState } from '../table-state.js';
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

/** The criterion that fills each slot. */
type Given = Partial<Record<Slot, ClauseNode>>;

/** What the criteria have set so far: a rule without its end. */
type Criteria = { -readonly [Key in Slot]?: RuleState[Key] };

const REJECT: CompiledRule['outcome'] = { type: 'reject' };
const ANY_HOST: FromState = { type: 'src', negated: false, regex: false, table: '<anyhost>', implicit: false };
const ANY_DESTINATION: ForState = { negated: false, regex: false, table: '<anydestination>', implicit: false };
const FROM_LOCAL: FromState = { type: 'src', negated: false, regex: false, table: '<localhost>', implicit: true };
const FOR_LOCAL: ForState = { negated: false, regex: false, table: '<localnames>', implicit: true };

/** `match CRITERION … OUTCOME` */
export function compileMatch(statement: MatchStatement, context: StatementContext): void {
  const { criteria: clauses, outcome } = statement;
  const criteria: Criteria = {};
  const given: Given = {};
  context.each(clauses, (clause) => compileCriterion(clause, criteria, given, context));
  if (outcome === undefined || !outcome.complete) return;
  context.state.rules.push(ruleOf(criteria, compileOutcome(outcome, context), context.origin));
}

/** Set property by property: rules may be many, and a literal with spread parts costs several times as much. */
function ruleOf(criteria: Criteria, outcome: CompiledRule['outcome'], origin: Origin): RuleState {
  const { tag, helo, auth, tls, mailFrom, rcptTo } = criteria;
  const rule: RuleState = {
    from: criteria.from ?? FROM_LOCAL,
    for: criteria.for ?? FOR_LOCAL,
    outcome,
    origin,
  };
  if (tag) rule.tag = tag;
  if (helo) rule.helo = helo;
  if (auth) rule.auth = auth;
  if (tls) rule.tls = tls;
  if (mailFrom) rule.mailFrom = mailFrom;
  if (rcptTo) rule.rcptTo = rcptTo;
  return rule;
}

function compileOutcome(outcome: ClauseNode, context: StatementContext): CompiledRule['outcome'] {
  if (outcome.id === 'match.reject') return REJECT;
  const action = wordOf(outcome);
  if (context.state.actions.has(action)) return context.state.outcomeOf(action);
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
  given: Given,
  context: StatementContext,
): void {
  const table = tableOf(clause, context);
  if (!clause.complete || (clause.value !== undefined && table === undefined)) return;
  const [slot, name] = SLOTS[clause.id];
  const before = given[slot];
  if (before !== undefined) {
    // 6.4 had another name for it.
    const called = name === 'helo' && !behaves(context.version, 'filters') ? 'mail-helo' : name;
    context.fail(context.after(clause), duplicate(clause, `${called} already specified for this rule`, before));
  }
  if (table !== undefined) checkUse(clause, table, () => context.after(clause), context);
  given[slot] = clause;
  apply(clause, testOf(clause, table), criteria, given);
}

function testOf(clause: ClauseNode, table: TableState | undefined): TestState {
  const negated = clause.negation !== undefined;
  const regex = clause.form.parts.includes('regex');
  return table === undefined ? { negated, regex } : { negated, regex, table };
}

/** parse.y's match_option: `from auth` and its like mean "from anywhere" and take over what another criterion set. */
function apply(clause: ClauseNode<CriterionId>, test: TestState, criteria: Criteria, given: Given): void {
  const { negated, regex } = test;
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
      criteria.from = { type: 'socket', negated, regex: false, implicit: false };
      return;
    case 'match.from-local':
      criteria.from = { type: 'src', negated, regex: false, table: '<localhost>', implicit: false };
      return;
    case 'match.from-any':
      criteria.from = negated ? { ...ANY_HOST, negated } : ANY_HOST;
      return;
    case 'match.from-src':
      criteria.from = { type: 'src', negated, regex, table: test.table as TableState, implicit: false };
      return;
    case 'match.from-rdns':
      criteria.from = { ...test, type: 'rdns', implicit: false };
      return;
    case 'match.from-auth':
      criteria.from = ANY_HOST;
      criteria.auth = takeOver(test, criteria.auth);
      given.auth = clause;
      return;
    case 'match.from-mail-from':
      criteria.from = ANY_HOST;
      criteria.mailFrom = takeOver(test, criteria.mailFrom);
      given.mailFrom = clause;
      return;
    case 'match.for-local':
      criteria.for = { negated, regex: false, table: '<localnames>', implicit: false };
      return;
    case 'match.for-any':
      criteria.for = negated ? { ...ANY_DESTINATION, negated } : ANY_DESTINATION;
      return;
    case 'match.for-domain':
      criteria.for = { negated, regex, table: test.table as TableState, implicit: false };
      return;
    case 'match.for-rcpt-to':
      criteria.for = ANY_DESTINATION;
      criteria.rcptTo = takeOver(test, criteria.rcptTo);
      given.rcptTo = clause;
  }
}

/** The actions of `from auth` and its like set what they name; a table or `regex` of the criterion before them stays. */
function takeOver(test: TestState, before: TestState | undefined): TestState {
  return { ...before, ...test, regex: test.regex || (before?.regex ?? false) };
}
