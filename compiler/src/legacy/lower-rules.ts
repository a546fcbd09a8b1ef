import type { ActionBody, LocalBody, RelayBody } from '../action-state.js';
import type { CompiledRule } from '../config/compiled-config.js';
import type { FromState, RuleState, TestState } from '../rule-state.js';
import type { CompileState } from '../state.js';
import { BACKENDS } from '../tables/table-backend.js';
import { storedKey } from '../tables/table-key.js';
import { nameAction } from './action-names.js';
import type { LegacyDelivery, LegacyRule, LoweredRule, Session } from './legacy-rule.js';
import { sessionsOf } from './sessions.js';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const REJECT: CompiledRule['outcome'] = { type: 'reject' };
const ANY_HOST: FromState = { type: 'src', negated: false, regex: false, table: '<anyhost>', implicit: false };

/**
 * Puts the rules of the grammar before 6.4 in their places, as the match rules and actions that mean the same. Done once the
 * whole file is read: what a rule says depends on listeners and on names that may stand below it.
 * @param authOffered whether any listener of the file lets clients log in
 */
export function lowerLegacyRules(state: CompileState, authOffered: boolean): void {
  const actions = new Map<string, string>();
  let inserted = 0;
  for (const entry of state.legacyRules) {
    const lowered = lowerRule(entry.rule, state, authOffered, actions);
    entry.lowered = lowered;
    state.rules.splice(entry.at + inserted, 0, ...lowered.rules);
    inserted += lowered.rules.length;
  }
}

function lowerRule(
  rule: LegacyRule,
  state: CompileState,
  authOffered: boolean,
  actions: Map<string, string>,
): LoweredRule {
  const sessions = sessionsOf(rule.from, rule.auth, authOffered);
  const { tag: written } = rule;
  const tag = written && { negated: written.negated, regex: false, table: inlineTable(written.text, rule, state) };
  if (rule.decision === 'reject') {
    return { definesAction: false, sessions, rules: sessions.map((session) => ruleOf(rule, session, REJECT, tag)) };
  }
  const { action, definesAction } = defineAction(rule, state, actions);
  const outcome = state.outcomeOf(action);
  return { action, definesAction, sessions, rules: sessions.map((session) => ruleOf(rule, session, outcome, tag)) };
}

function ruleOf(
  rule: LegacyRule,
  session: Session,
  outcome: RuleState['outcome'],
  tag: TestState | undefined,
): RuleState {
  const { sender, recipient, origin } = rule;
  const from = session.from === 'any' ? ANY_HOST : rule.from;
  const result: RuleState = { from, for: rule.for, outcome, origin };
  if (tag) result.tag = tag;
  if (session.auth !== 'any') result.auth = { negated: session.auth === 'no', regex: false };
  if (sender) result.mailFrom = sender;
  if (recipient) result.rcptTo = recipient;
  return result;
}

function inlineTable(
  key: string,
  { origin }: LegacyRule,
  state: CompileState,
): NonNullable<TestState['table']> & object {
  const table = state.tables.newInline(state.servicesOf(BACKENDS.static), origin);
  table.add([storedKey(key) ?? key]);
  return table;
}

/** The action of a rule: one that an earlier rule has too, or a new one under a name that nobody has. */
function defineAction(
  rule: LegacyRule,
  state: CompileState,
  actions: Map<string, string>,
): { action: string; definesAction: boolean } {
  const smarthost = rule.delivery.type === 'relay' ? rule.delivery.via?.host : undefined;
  const plain = actionOf(rule, state);
  const content = JSON.stringify([plain, smarthost]);
  const known = actions.get(content);
  if (known !== undefined) return { action: known, definesAction: false };
  const name = nameAction(rule, plain, smarthost, (candidate) => state.actions.has(candidate));
  const table = smarthost === undefined ? undefined : inlineTable(smarthost, rule, state).name;
  const body: ActionBody =
    table === undefined || plain.type === 'local' ? plain : { ...plain, smarthost: { table, byDomain: false } };
  state.actions.define(name, body, rule.origin);
  actions.set(content, name);
  return { action: name, definesAction: true };
}

/** Without its name, and with a smarthost that has no table yet. */
function actionOf(rule: LegacyRule, state: CompileState): ActionBody {
  const { delivery } = rule;
  // A rule kept what `expire` said above it; today there is one time for all.
  const ttl = rule.ttl ?? (rule.queueTtl === state.queueTtl ? undefined : rule.queueTtl);
  const base = ttl === undefined ? {} : { ttl };
  if (delivery.type === 'relay') return { ...base, ...relayAction(delivery) };
  const action: Writable<LocalBody> = {
    ...base,
    type: 'local',
    method: methodOf(rule),
    userbase: rule.userbase?.name ?? '<getpwnam>',
  };
  if (delivery.type === 'local' && delivery.user !== undefined) action.user = delivery.user;
  if (rule.alias) action.alias = rule.alias.name;
  if (rule.virtual) action.virtual = rule.virtual.name;
  return action;
}

/** A rule that named no way to deliver took what aliases and .forward files named, and nothing else. */
function methodOf({ delivery, forwardOnly }: LegacyRule): LocalBody['method'] {
  if (delivery.type === 'local') return delivery.method;
  return { type: forwardOnly ? 'forward-only' : 'expand-only' };
}

function relayAction(delivery: Extract<LegacyDelivery, { type: 'relay' }>): RelayBody {
  const { via, source, helo, heloSource, pki, ca, auth, mailFrom } = delivery;
  const action: Writable<RelayBody> = { type: 'relay', srs: false };
  if (helo !== undefined) action.helo = helo;
  if (heloSource) action.heloSource = heloSource.name;
  if (pki !== undefined) action.pki = pki;
  if (ca !== undefined) action.ca = ca;
  if (source) action.source = source.name;
  if (mailFrom !== undefined) action.mailFrom = mailFrom;
  if (auth) action.auth = auth.name;
  const backup = via?.backup ?? delivery.backup;
  if (backup !== undefined) action.backup = backup === '' ? {} : { mx: backup };
  if (via?.host !== undefined) action.smarthost = { table: '', byDomain: false };
  const tls = via?.tls ?? delivery.tls;
  if (tls) action.tls = tls;
  return action;
}
