import type { ClauseNode, LegacyActionId, RuleStatement, Token } from '@smtpd-conf/grammar';
import type { LocalMethod } from '../config/compiled-config.js';
import type { ForState, FromState, TestState } from '../rule-state.js';
import { type StatementContext, tokenOf, wordOf } from '../statement-context.js';
import { duplicate } from '../statements/duplicates.js';
import { asciiLowerCase, checkUse, tableOf } from '../statements/tables.js';
import { parseDelay } from '../statements/values.js';
import { NamedTable, type TableState } from '../table-state.js';
import { BACKENDS } from '../tables/table-backend.js';
import { byteLength } from '../tables/table-key.js';
import type { LegacyDelivery, LegacyRule } from './legacy-rule.js';
import { readRelayUrl } from './relay-url.js';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Relay = Writable<Extract<LegacyDelivery, { type: 'relay' }>>;

/** What the clauses of a rule have set so far. */
type Draft = Partial<Writable<LegacyRule>> & { relay?: Relay };

/** SMTPD_TAG_SIZE less its NUL. */
const LONGEST_TAG = 32;

const FROM_LOCAL: FromState = { type: 'src', negated: false, regex: false, table: '<localhost>', implicit: true };
const FOR_LOCAL: ForState = { negated: false, regex: false, table: '<localnames>', implicit: true };

/** `accept …` and `reject …`: does what 6.0.3's actions do, in their order, and keeps the rule for later. */
export function compileLegacyRule(statement: RuleStatement, context: StatementContext): void {
  const draft: Draft = {};
  const given = new Map<string, ClauseNode>();
  context.each(statement.criteria, (clause) => compileCriterion(clause, draft, given, context));
  context.each(statement.action, (clause) => compileAction(clause, draft, given, context));
  if (statement.error !== undefined) return;
  refuseImpossible(statement, draft, given, context);
  const { state } = context;
  const rule: LegacyRule = {
    ...withoutRelay(draft),
    statement,
    origin: context.origin,
    decision: statement.verb.text === 'accept' ? 'accept' : 'reject',
    from: draft.from ?? FROM_LOCAL,
    for: draft.for ?? FOR_LOCAL,
    delivery: draft.relay ?? draft.delivery ?? { type: 'none' },
    forwardOnly: draft.forwardOnly ?? false,
    queueTtl: state.queueTtl,
  };
  state.legacyRules.push({ rule, at: state.rules.length });
}

function withoutRelay({ relay: _, ...rest }: Draft): Partial<LegacyRule> {
  return rest;
}

/** yyerror of an option that stands twice. */
function refuseTwice(
  slot: string,
  called: string,
  clause: ClauseNode,
  given: Map<string, ClauseNode>,
  context: StatementContext,
): void {
  const before = given.get(slot);
  if (before !== undefined) {
    context.fail(context.after(clause), duplicate(clause, `${called} specified multiple times`, before));
  }
  given.set(slot, clause);
}

function compileCriterion(
  clause: ClauseNode,
  draft: Draft,
  given: Map<string, ClauseNode>,
  context: StatementContext,
): void {
  const table = lookupTable(clause, context);
  if (!clause.complete) return;
  const negated = clause.negation !== undefined;
  const test = (): TestState => ({ negated, regex: false, table: checked(clause, table, context) });
  const from = (named: TableState | string): FromState => ({
    type: 'src',
    negated,
    regex: false,
    table: named,
    implicit: false,
  });
  const destination = (named: TableState | string): ForState => ({
    negated,
    regex: false,
    table: named,
    implicit: false,
  });
  switch (clause.id) {
    case 'match.from-src':
      refuseTwice('from', 'from', clause, given, context);
      draft.from = from(checked(clause, table, context));
      return;
    case 'match.from-any':
      refuseTwice('from', 'from', clause, given, context);
      draft.from = from('<anyhost>');
      return;
    case 'match.from-local':
      refuseTwice('from', 'from', clause, given, context);
      draft.from = from('<localhost>');
      return;
    case 'match.for-domain':
      refuseTwice('for', 'for', clause, given, context);
      draft.for = destination(checked(clause, table, context));
      return;
    case 'match.for-any':
      refuseTwice('for', 'for', clause, given, context);
      draft.for = destination('<anydestination>');
      return;
    case 'match.for-local':
      refuseTwice('for', 'for', clause, given, context);
      draft.for = destination('<localnames>');
      return;
    case 'match.mail-from':
      refuseTwice('sender', 'sender', clause, given, context);
      draft.sender = test();
      return;
    case 'match.rcpt-to':
      refuseTwice('recipient', 'recipient', clause, given, context);
      draft.recipient = test();
      return;
    case 'match.tag':
      draft.tag = { text: tagOf(clause, context), negated };
      return;
    case 'match.auth':
      draft.auth = { negated };
      return;
    default:
      return;
  }
}

function checked(clause: ClauseNode, table: TableState | undefined, context: StatementContext): TableState {
  if (table === undefined) return context.failSilently(context.after(clause));
  checkUse(clause, table, () => context.after(clause), context);
  return table;
}

function tagOf(clause: ClauseNode, context: StatementContext): string {
  const tag = wordOf(clause);
  if (byteLength(tag, tokenOf(clause).source.encoding) <= LONGEST_TAG) return tag;
  return context.fail(context.after(clause), {
    id: 'tag-too-long',
    daemon: `tag name too long: ${tag}`,
    what: `The tag has more than ${LONGEST_TAG} bytes.`,
    at: tokenOf(clause),
  });
}

function compileAction(
  clause: ClauseNode<LegacyActionId>,
  draft: Draft,
  given: Map<string, ClauseNode>,
  context: StatementContext,
): void {
  const table = lookupTable(clause, context);
  if (!clause.complete) return;
  if (draft.relay !== undefined && clause.context !== 'legacy-accept') {
    compileRelayOption(clause, table, draft.relay, context);
    return;
  }
  switch (clause.id) {
    case 'local.alias':
    case 'local.virtual': {
      const kind = clause.id === 'local.alias' ? 'alias' : 'virtual';
      refuseTwice('mapping', kind, clause, given, context);
      draft[kind] = checked(clause, table, context);
      return;
    }
    case 'local.userbase':
      refuseTwice('userbase', 'userbase', clause, given, context);
      draft.userbase = checked(clause, table, context);
      return;
    case 'local.user':
      if (draft.delivery?.type === 'local') draft.delivery = { ...draft.delivery, user: wordOf(clause) };
      return;
    case 'method.mbox':
    case 'method.maildir':
    case 'method.lmtp':
    case 'method.mda':
      draft.delivery = { type: 'local', method: methodOf(clause, context) };
      return;
    case 'method.relay':
      draft.relay = { type: 'relay' };
      return;
    case 'relay.host':
      draft.relay = { type: 'relay', via: urlOf(clause, false, context) };
      given.set('via', clause);
      return;
    case 'method.forward-only':
      refuseTwice('forward-only', 'forward-only', clause, given, context);
      draft.forwardOnly = true;
      return;
    case 'action.ttl':
      refuseTwice('expire', 'expire', clause, given, context);
      draft.ttl = delayOf(clause, context);
      return;
    default:
      return;
  }
}

/** Before 5.3 a table was named without angle brackets. One that cannot be read here is one all the same. */
function lookupTable(clause: ClauseNode, context: StatementContext): TableState | undefined {
  const { value } = clause;
  if (value?.kind === 'table-reference' && context.policy === 'tolerant') {
    const { name } = value;
    if (name && context.state.isBroken('table', name.text)) return unreadTable(name.text, context);
  }
  const named = clause.id === 'local.alias' || clause.id === 'local.virtual';
  const older = context.statement.legacy !== undefined && named && value?.kind === 'word';
  const known = older ? context.state.tables.find(value.token.text) : undefined;
  return known ?? tableOf(clause, context);
}

function unreadTable(name: string, { state }: StatementContext): TableState {
  return new NamedTable(name, 'proc', 'dynamic', undefined, state.servicesOf(BACKENDS.proc));
}

function methodOf(clause: ClauseNode, context: StatementContext): LocalMethod {
  switch (clause.id) {
    case 'method.maildir':
      return { type: 'maildir', ...(clause.value ? { path: wordOf(clause) } : {}), junk: false };
    case 'method.lmtp': {
      const destination = wordOf(clause);
      if (!destination.includes(':') && !destination.startsWith('/')) {
        context.fatal(
          {
            id: 'invalid-value',
            daemon: 'invalid lmtp destination',
            what: `"${destination}" is no HOST:PORT and no path of a socket.`,
            at: tokenOf(clause),
          },
          context.after(clause),
        );
      }
      return { type: 'lmtp', destination, rcptTo: clause.words.some(({ text }) => text === 'rcpt-to') };
    }
    case 'method.mda':
      return { type: 'mda', command: wordOf(clause) };
    default:
      return { type: 'mbox' };
  }
}

function urlOf(clause: ClauseNode, verify: boolean, context: StatementContext): NonNullable<Relay['via']> {
  const url = wordOf(clause);
  const read = readRelayUrl(url, verify);
  if (read !== undefined) return read;
  return context.fail(context.after(clause), {
    id: 'invalid-value',
    daemon: `error: invalid url: ${url}`,
    what: `"${url}" is no url of a relay.`,
    at: tokenOf(clause),
  });
}

function delayOf(clause: ClauseNode, context: StatementContext): number {
  const text = wordOf(clause);
  const seconds = parseDelay(text);
  if (seconds !== undefined) return seconds;
  return context.fail(context.after(clause), {
    id: 'invalid-delay',
    daemon: `invalid expire delay: ${text.length >= 2 && /[smhd]$/.test(text) ? text.slice(0, -1) : text}`,
    what: `"${text}" is no delay.`,
    at: tokenOf(clause),
  });
}

function compileRelayOption(
  clause: ClauseNode,
  table: TableState | undefined,
  relay: Relay,
  context: StatementContext,
): void {
  switch (clause.id) {
    case 'relay.mail-from':
      relay.mailFrom = senderOf(clause, context);
      return;
    case 'relay.src':
      relay.source = checked(clause, table, context);
      return;
    case 'relay.helo':
      relay.helo = wordOf(clause);
      return;
    case 'relay.helo-src':
      relay.heloSource = checked(clause, table, context);
      return;
    case 'relay.auth':
      relay.auth = checked(clause, table, context);
      return;
    case 'relay.pki':
      relay.pki = knownName('pki', clause, context);
      return;
    case 'relay.ca':
      relay.ca = knownName('ca', clause, context);
      return;
    case 'relay.backup':
      relay.backup = wordOf(clause);
      return;
    case 'relay.tls':
      compileTls(clause, relay, context);
      return;
    default:
      return;
  }
}

/** `tls` and `tls verify` of a plain relay, `verify` of one that has a url. */
function compileTls(clause: ClauseNode, relay: Relay, context: StatementContext): void {
  const verify = clause.words.at(-1)?.text === 'verify';
  const { via } = relay;
  if (via === undefined) {
    relay.tls = { verify: verify || (relay.tls?.verify ?? false) };
    return;
  }
  if (!via.secured) {
    context.fail(context.after(clause), {
      id: 'option-not-allowed',
      daemon: 'cannot "verify" with insecure protocol',
      what: 'Without TLS there is no certificate to verify.',
      at: clause.words[0] as Token,
    });
  }
  relay.via = { ...via, tls: { verify: true } };
}

/** `as USER@DOMAIN`, `as @DOMAIN` or `as USER`; the host's name becomes the domain of the last. */
function senderOf(clause: ClauseNode, context: StatementContext): string {
  const text = wordOf(clause);
  const at = text.lastIndexOf('@');
  if (at === -1 && text !== '') return `${text}@${context.state.hostname}`;
  if (text !== '' && text !== '@') return text;
  return context.fail(context.after(clause), {
    id: 'invalid-value',
    daemon: 'invalid empty parameter to AS',
    what: 'The address is empty.',
    at: tokenOf(clause),
  });
}

/** The name of an entry that stands above; the daemon says why on a line without a place, and goes on as after an error. */
function knownName(kind: 'pki' | 'ca', clause: ClauseNode, context: StatementContext): string {
  const written = wordOf(clause);
  const name = asciiLowerCase(written);
  if (context.state[kind].has(name)) return name;
  if (context.policy === 'daemon') {
    context.explain(`${kind} name not found: ${written}`, clause.words[0] as Token, `undefined-${kind}`);
    return context.failSilently(context.after(clause));
  }
  if (context.state.isBroken(kind, written)) return name;
  return context.fail(context.after(clause), {
    id: `undefined-${kind}`,
    daemon: `${kind} name not found: ${written}`,
    what: `There is no ${kind} "${written}" above this line.`,
    at: tokenOf(clause),
  });
}

/** What the action at the end of a rule refuses. */
function refuseImpossible(
  statement: RuleStatement,
  draft: Draft,
  given: ReadonlyMap<string, ClauseNode>,
  context: StatementContext,
): void {
  const end = { last: statement.tokens.length - 1, lookahead: true };
  const refuse = (daemon: string, what: string, at: Token): never =>
    context.fail(end, { id: 'option-not-allowed', daemon, what, at });
  const { relay } = draft;
  const via = given.get('via');
  if (relay?.via?.auth && relay.auth === undefined && via) {
    refuse('error: auth without auth table', 'The url asks for a login, and no table has the password.', tokenOf(via));
  }
  const mapping = given.get('mapping');
  const userbase = given.get('userbase');
  if (relay && userbase) {
    refuse('userbase may not be used with a relay rule', 'A relay has no users.', userbase.words[0] as Token);
  }
  if (relay && mapping) {
    const word = mapping.words[0] as Token;
    refuse('aliases/virtual may not be used with a relay rule', 'A relay expands no aliases.', word);
  }
  const only = given.get('forward-only');
  if (only && (relay || draft.delivery)) {
    const word = only.words[0] as Token;
    refuse('forward-only may not be used with a default action', 'forward-only delivers nothing itself.', word);
  }
}
