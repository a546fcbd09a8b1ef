import type { ActionOptionId, ActionStatement, ClauseNode, MethodId, Token } from '@smtpd-conf/grammar';
import type { ActionBody, LocalBody, RelayBody } from '../action-state.js';
import { behaves } from '../behaviour.js';
import type { LocalMethod } from '../config/compiled-config.js';
import { placeOf } from '../problem.js';
import { type StatementContext, tokenOf, wordOf } from '../statement-context.js';
import { duplicate } from './duplicates.js';
import { filterOption } from './filter-option.js';
import { delayAsDaemonShows } from './settings.js';
import { checkUse, tableOf } from './tables.js';
import { parseDelay } from './values.js';

/** What an action's options have set so far: by option, the clause and its string or table. */
class Options {
  private readonly given: Partial<Record<ActionOptionId, { readonly clause: ClauseNode; readonly value: string }>> = {};
  ttl: number | undefined;

  set(id: ActionOptionId, clause: ClauseNode, value: string): void {
    this.given[id] = { clause, value };
  }

  has(id: ActionOptionId): boolean {
    return this.given[id] !== undefined;
  }

  clause(id: ActionOptionId): ClauseNode | undefined {
    return this.given[id]?.clause;
  }

  value(id: ActionOptionId): string | undefined {
    return this.given[id]?.value;
  }
}

const NO_OPTIONS = new Options();

/** `action NAME METHOD OPTION …` */
export function compileAction(statement: ActionStatement, context: StatementContext): void {
  const { name, method, options: clauses } = statement;
  if (name === undefined) return;
  refuseRedefinition(name, context);
  if (method === undefined || (!method.complete && method.id !== 'method.relay')) return;
  const options = clauses.length === 0 ? NO_OPTIONS : new Options();
  if (clauses.length > 0) context.each(clauses, (clause) => compileOption(clause, method, options, context));
  // A statement that broke off inside an option never reached the action that stores it.
  if (clauses.length > 0 && clauses.some((clause) => !clause.complete)) return;
  context.state.actions.define(name.text, bodyOf(method, options), context.origin);
}

function refuseRedefinition(name: Token, context: StatementContext): void {
  const before = context.state.actions.get(name.text);
  if (before === undefined) return;
  context.fail(context.at(name), {
    id: 'redefined',
    daemon: `dispatcher already declared with that name: ${name.text}`,
    what: `There is already an action "${name.text}".`,
    at: name,
    related: context.noteOn('first defined here', before.origin),
  });
}

/** Options that hold a string and may stand once, with the daemon's name for them. */
const STRINGS: Partial<Record<ActionOptionId, string>> = {
  'relay.helo': 'helo',
  'relay.pki': 'pki',
  'relay.ca': 'ca',
  'relay.ciphers': 'ciphers',
  'relay.protocols': 'protocols',
  'relay.mail-from': 'mail-from',
};

/** Options that hold a table and may stand once, with what the daemon says when one stands already. */
const TABLES: Partial<Record<ActionOptionId, readonly (readonly [before: ActionOptionId, message: string])[]>> = {
  'local.alias': [
    ['local.alias', 'alias mapping already specified for this dispatcher'],
    ['local.virtual', 'virtual mapping already specified for this dispatcher'],
  ],
  'local.virtual': [
    ['local.virtual', 'virtual mapping already specified for this dispatcher'],
    ['local.alias', 'alias mapping already specified for this dispatcher'],
  ],
  'local.userbase': [['local.userbase', 'userbase mapping already specified for this dispatcher']],
  'relay.helo-src': [['relay.helo-src', 'helo-source mapping already specified for this dispatcher']],
  'relay.src': [['relay.src', 'source mapping already specified for this dispatcher']],
  'relay.host': [
    ['relay.host', 'host mapping already specified for this dispatcher'],
    ['relay.domain', 'host mapping already specified for this dispatcher'],
    ['relay.backup', 'backup and host are mutually exclusive'],
  ],
  'relay.domain': [
    ['relay.host', 'host mapping already specified for this dispatcher'],
    ['relay.domain', 'host mapping already specified for this dispatcher'],
    ['relay.backup', 'backup and domain are mutually exclusive'],
  ],
  'relay.auth': [['relay.auth', 'auth mapping already specified for this dispatcher']],
};

function compileOption(
  clause: ClauseNode<ActionOptionId>,
  method: ClauseNode<MethodId>,
  options: Options,
  context: StatementContext,
): void {
  if (clause.id === 'relay.filter') {
    compileFilterOption(clause, options, context);
    return;
  }
  const tables = TABLES[clause.id];
  if (tables !== undefined) {
    compileTableOption(clause, tables, options, context);
    return;
  }
  if (!clause.complete) return;
  const called = STRINGS[clause.id];
  if (called !== undefined) {
    refuseTwice(clause, `${called} already specified for this dispatcher`, options, context);
    options.set(clause.id, clause, wordOf(clause));
    return;
  }
  compileSpecialOption(clause, method, options, context);
}

function refuseTwice(
  clause: ClauseNode<ActionOptionId>,
  message: string,
  options: Options,
  context: StatementContext,
): void {
  const before = options.clause(clause.id);
  if (before !== undefined) context.fail(context.after(clause), duplicate(clause, message, before));
}

function compileTableOption(
  clause: ClauseNode<ActionOptionId>,
  exclusive: readonly (readonly [before: ActionOptionId, message: string])[],
  options: Options,
  context: StatementContext,
): void {
  const table = tableOf(clause, context);
  if (table === undefined) return;
  const progress = () => context.after(clause);
  if (clause.id === 'relay.auth' && !options.has('relay.host') && !options.has('relay.domain')) {
    context.fail(progress(), {
      id: 'option-not-allowed',
      daemon: 'auth may not be specified without host on a dispatcher',
      what: 'auth stands before, or without, the host it is for.',
      at: clause.words[0] as Token,
    });
  }
  for (const [id, message] of exclusive) {
    const before = options.clause(id);
    if (before !== undefined) context.fail(progress(), duplicate(clause, message, before));
  }
  checkUse(clause, table, progress, context);
  options.set(clause.id, clause, table.name);
}

function compileFilterOption(clause: ClauseNode<ActionOptionId>, options: Options, context: StatementContext): void {
  const before = options.clause(clause.id);
  if (before !== undefined) {
    const message = 'filter already specified for this dispatcher';
    // Without a name the daemon complains as soon as it sees that none follows.
    const progress =
      clause.value?.kind === 'word'
        ? context.after(clause)
        : { ...context.at(clause.words[0] as Token), lookahead: true };
    context.fail(progress, duplicate(clause, message, before));
  }
  const name = filterOption(clause, 'smtp-out', context);
  if (name !== undefined) options.set(clause.id, clause, name);
}

function compileSpecialOption(
  clause: ClauseNode<ActionOptionId>,
  method: ClauseNode<MethodId>,
  options: Options,
  context: StatementContext,
): void {
  const fail = (message: string, before?: ClauseNode): never =>
    context.fail(context.after(clause), duplicate(clause, message, before));
  switch (clause.id) {
    case 'local.user': {
      refuseUser(clause, method, context);
      const before = options.clause(clause.id);
      const forced = method.id === 'method.lmtp' && behaves(context.version, 'lmtp-as-daemon') ? method : undefined;
      if (before ?? forced) fail('user already specified for this dispatcher', before ?? forced);
      break;
    }
    case 'local.wrapper':
      requireWrapper(clause, context);
      break;
    case 'relay.backup': {
      const before = options.clause('relay.backup');
      if (before) fail('backup already specified for this dispatcher', before);
      const host = options.clause('relay.host') ?? options.clause('relay.domain');
      if (host) fail('backup and host are mutually exclusive', host);
      break;
    }
    case 'relay.tls': {
      const before = options.clause('relay.tls');
      if (before) fail('tls already specified for this dispatcher', before);
      break;
    }
    case 'relay.srs': {
      if (context.state.srsKey === undefined) {
        context.fail(context.after(clause), {
          id: 'srs-key-missing',
          daemon: 'an srs key is required for srs to be specified in an action',
          what: 'There is no srs key above this line.',
          at: clause.words[0] as Token,
        });
      }
      const before = options.clause('relay.srs');
      if (before) fail('srs already specified for this dispatcher', before);
      break;
    }
    case 'action.ttl':
      compileTtl(clause, options, context);
      break;
    default:
      break;
  }
  options.set(clause.id, clause, wordOf(clause));
}

function refuseUser(clause: ClauseNode, method: ClauseNode<MethodId>, context: StatementContext): void {
  const reasons: Partial<Record<MethodId, string>> = {
    'method.mbox': 'this dispatcher',
    'method.forward-only': 'forward-only',
    'method.expand-only': 'expand-only',
  };
  const reason = reasons[method.id];
  if (reason === undefined) return;
  context.fail(context.after(clause), {
    id: 'option-not-allowed',
    daemon: `user may not be specified for ${reason}`,
    what: `${method.words[0]?.text} takes no user.`,
    at: clause.words[0] as Token,
    related: [{ message: 'the method of this action', place: placeOf(method.words[0] as Token) }],
  });
}

function requireWrapper(clause: ClauseNode, context: StatementContext): void {
  const name = wordOf(clause);
  if (context.state.wrappers.has(name)) return;
  if (context.policy === 'tolerant' && context.state.isBroken('wrapper', name)) {
    context.failSilently(context.after(clause));
  }
  context.fail(context.after(clause), {
    id: 'undefined-wrapper',
    daemon: `no mda wrapper with that name: ${name}`,
    what: `There is no mda wrapper "${name}" above this line.`,
    at: tokenOf(clause),
  });
}

function compileTtl(clause: ClauseNode<ActionOptionId>, options: Options, context: StatementContext): void {
  const text = wordOf(clause);
  const before = options.clause(clause.id);
  if (before) {
    context.fail(context.after(clause), duplicate(clause, 'ttl already specified for this dispatcher', before));
  }
  const ttl = parseDelay(text);
  if (ttl === undefined) {
    context.fail(context.after(clause), {
      id: 'invalid-delay',
      daemon: `ttl delay "${delayAsDaemonShows(text)}" is invalid`,
      what: `"${text}" is no delay.`,
      at: tokenOf(clause),
    });
  }
  options.ttl = ttl;
}

function bodyOf(method: ClauseNode<MethodId>, options: Options): ActionBody {
  const plain = options === NO_OPTIONS ? PLAIN[method.id] : undefined;
  if (plain) return plain;
  return method.id === 'method.relay' ? relayAction(options) : localAction(localMethod(method), options);
}

/** Copies what is set: actions may be many, and a literal with spread parts costs several times as much. */
function copy<Key extends string>(
  target: { [K in Key]?: string },
  names: readonly (readonly [key: Key, option: ActionOptionId])[],
  options: Options,
): void {
  for (const [key, option] of names) {
    const value = options.value(option);
    if (value !== undefined) target[key] = value;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const LOCAL_STRINGS = [
  ['user', 'local.user'],
  ['alias', 'local.alias'],
  ['virtual', 'local.virtual'],
  ['wrapper', 'local.wrapper'],
] as const;

function localAction(method: LocalMethod, options: Options): LocalBody {
  const body: Writable<LocalBody> = {
    type: 'local',
    method,
    userbase: options.value('local.userbase') ?? '<getpwnam>',
  };
  if (options.ttl !== undefined) body.ttl = options.ttl;
  copy(body, LOCAL_STRINGS, options);
  return body;
}

const RELAY_STRINGS = [
  ['helo', 'relay.helo'],
  ['heloSource', 'relay.helo-src'],
  ['pki', 'relay.pki'],
  ['ca', 'relay.ca'],
  ['ciphers', 'relay.ciphers'],
  ['protocols', 'relay.protocols'],
  ['source', 'relay.src'],
  ['mailFrom', 'relay.mail-from'],
  ['auth', 'relay.auth'],
  ['filter', 'relay.filter'],
] as const;

function relayAction(options: Options): RelayBody {
  const body: Writable<RelayBody> = { type: 'relay', srs: options.has('relay.srs') };
  if (options.ttl !== undefined) body.ttl = options.ttl;
  copy(body, RELAY_STRINGS, options);
  const backup = options.clause('relay.backup');
  if (backup) body.backup = backup.value ? { mx: wordOf(backup) } : {};
  const host = options.value('relay.host');
  const byDomain = options.value('relay.domain');
  if (host !== undefined) body.smarthost = { table: host, byDomain: false };
  else if (byDomain !== undefined) body.smarthost = { table: byDomain, byDomain: true };
  const tls = options.clause('relay.tls');
  if (tls) body.tls = { verify: tls.words.length === 1 };
  return body;
}

function localMethod(method: ClauseNode<MethodId>): LocalMethod {
  const has = (word: string): boolean => method.words.some(({ text }) => text === word);
  switch (method.id) {
    case 'method.maildir':
      return { type: 'maildir', ...(method.value ? { path: wordOf(method) } : {}), junk: has('junk') };
    case 'method.lmtp':
      return { type: 'lmtp', destination: wordOf(method), rcptTo: has('rcpt-to') };
    case 'method.mda':
      return { type: 'mda', command: wordOf(method) };
    case 'method.forward-only':
      return { type: 'forward-only' };
    case 'method.expand-only':
      return { type: 'expand-only' };
    default:
      return { type: 'mbox' };
  }
}

/** Methods that need nothing said beside them, and what an action of nothing else is. */
const PLAIN: Partial<Record<MethodId, ActionBody>> = {
  'method.mbox': localAction({ type: 'mbox' }, NO_OPTIONS),
  'method.forward-only': localAction({ type: 'forward-only' }, NO_OPTIONS),
  'method.expand-only': localAction({ type: 'expand-only' }, NO_OPTIONS),
  'method.relay': relayAction(NO_OPTIONS),
};
