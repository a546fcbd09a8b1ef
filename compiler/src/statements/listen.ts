import type { ClauseNode, ListenOptionId, ListenStatement, Token } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { CompiledListener, ListenerTls, Origin, SocketListener } from '../config/compiled-config.js';
import { placeOf } from '../problem.js';
import { type Progress, type StatementContext, tokenOf, wordOf } from '../statement-context.js';
import { byteLength } from '../tables/table-key.js';
import { duplicate } from './duplicates.js';
import { filterOption } from './filter-option.js';
import { type ListenAddress, listenAddresses } from './listen-address.js';
import { asciiLowerCase, checkUse, tableOf } from './tables.js';

/** SMTPD_TAG_SIZE less its NUL. */
const LONGEST_TAG = 32;
/** A listener's pki_name (up to 6.8) and ca_name hold PATH_MAX bytes, as Linux has it. */
const LONGEST_NAME = 4095;
const MOST_PKI = 32;
const SMTP_PORT = 25;
const SMTPS_PORT = 465;

/** parse.y's struct listen_opts. */
interface Options {
  /** What may stand once, by the daemon's flag for it. */
  readonly given: Map<string, ClauseNode>;
  family: 'inet4' | 'inet6' | 'any';
  port: number | undefined;
  tls: { mode: ListenerTls['mode']; verify: boolean; clause: ClauseNode } | undefined;
  auth: { required: boolean; table?: string; clause: ClauseNode } | undefined;
  readonly pki: ClauseNode[];
  readonly values: Map<ListenOptionId, string>;
  masquerade: boolean;
}

/** `listen on INTERFACE OPTION …` and `listen on socket OPTION …` */
export function compileListen(statement: ListenStatement, context: StatementContext): void {
  const { on, socket, options: clauses } = statement;
  if (on === undefined) return;
  const options: Options = {
    given: new Map(),
    family: 'any',
    port: undefined,
    tls: undefined,
    auth: undefined,
    pki: [],
    values: new Map(),
    masquerade: false,
  };
  context.each(clauses, (clause) => compileOption(clause, options, context));
  if (clauses.some((clause) => !clause.complete)) return;
  if (socket) createSocket(options, context);
  else createListeners(on, options, context);
}

/** The flag that an option sets, and what the daemon says when it is set already. */
const ONCE: Partial<Record<ListenOptionId, readonly [flag: string, message: string]>> = {
  'listen.inet4': ['family', 'address family already specified'],
  'listen.inet6': ['family', 'address family already specified'],
  'listen.port': ['port', 'port already specified'],
  'listen.filter': ['filter', 'filter already specified'],
  'listen.smtps': ['tls', 'TLS mode already specified'],
  'listen.tls': ['tls', 'TLS mode already specified'],
  'listen.tls-require': ['tls', 'TLS mode already specified'],
  'listen.ciphers': ['ciphers', 'ciphers already specified'],
  'listen.protocols': ['protocols', 'protocols already specified'],
  'listen.ca': ['ca', 'ca already specified'],
  'listen.auth': ['auth', 'auth already specified'],
  'listen.auth-optional': ['auth', 'auth already specified'],
  'listen.tag': ['tag', 'tag already specified'],
  'listen.hostname': ['hostname', 'hostname already specified'],
  'listen.hostnames': ['hostnames', 'hostnames already specified'],
  'listen.mask-src': ['mask-src', 'mask-source already specified'],
  'listen.received-auth': ['received-auth', 'received-auth already specified'],
  'listen.no-dsn': ['no-dsn', 'no-dsn already specified'],
  'listen.proxy-v2': ['proxy-v2', 'proxy-v2 already specified'],
  'listen.senders': ['senders', 'senders already specified'],
  'socket.filter': ['filter', 'filter already specified'],
  'socket.mask-src': ['mask-src', 'mask-source already specified'],
  'socket.no-dsn': ['no-dsn', 'no-dsn already specified'],
  'socket.tag': ['tag', 'tag already specified'],
};

function compileOption(clause: ClauseNode<ListenOptionId>, options: Options, context: StatementContext): void {
  if (clause.id === 'listen.filter' || clause.id === 'socket.filter') {
    compileFilter(clause, options, context);
    return;
  }
  const table = tableOf(clause, context);
  if (!clause.complete) return;
  if (clause.id === 'listen.pki') {
    addPki(clause, options, context);
    return;
  }
  refuseTwice(clause, options, () => context.after(clause), context);
  switch (clause.id) {
    case 'listen.inet4':
      options.family = 'inet4';
      return;
    case 'listen.inet6':
      options.family = 'inet6';
      return;
    case 'listen.port':
      options.port = portOf(clause, context);
      return;
    case 'listen.tls':
      options.tls = { mode: 'starttls', verify: false, clause };
      return;
    case 'listen.tls-require':
      options.tls = { mode: 'starttls-require', verify: clause.words.length > 1, clause };
      return;
    case 'listen.smtps':
      options.tls = { mode: 'smtps', verify: clause.words.length > 1, clause };
      return;
    case 'listen.auth':
    case 'listen.auth-optional':
      options.auth = { required: clause.id === 'listen.auth', ...(table ? { table: table.name } : {}), clause };
      return;
    case 'listen.tag':
    case 'socket.tag':
      options.values.set('listen.tag', tagOf(clause, context));
      return;
    case 'listen.hostnames':
    case 'listen.senders':
      if (table === undefined) return;
      checkUse(clause, table, () => context.after(clause), context);
      options.values.set(clause.id, table.name);
      if (clause.words.length > 1) options.masquerade = true;
      return;
    default:
      options.values.set(clause.id, wordOf(clause));
  }
}

function refuseTwice(
  clause: ClauseNode<ListenOptionId>,
  options: Options,
  progress: () => { last: number; lookahead: boolean },
  context: StatementContext,
): void {
  const once = ONCE[clause.id];
  if (once === undefined) return;
  const [flag, message] = once;
  const before = options.given.get(flag);
  if (before !== undefined) context.fail(progress(), duplicate(clause, message, before));
  options.given.set(flag, clause);
}

function compileFilter(clause: ClauseNode<ListenOptionId>, options: Options, context: StatementContext): void {
  // Without a name the daemon complains as soon as it sees that none follows.
  const progress = () =>
    clause.value?.kind === 'word'
      ? context.after(clause)
      : { ...context.at(clause.words[0] as Token), lookahead: true };
  refuseTwice(clause, options, progress, context);
  const name = filterOption(clause, 'smtp-in', context);
  if (name !== undefined) options.values.set('listen.filter', name);
}

function addPki(clause: ClauseNode, options: Options, context: StatementContext): void {
  if (!behaves(context.version, 'several-pki') && options.pki.length > 0) {
    context.fail(context.after(clause), duplicate(clause, 'pki already specified', options.pki[0]));
  }
  if (options.pki.length === MOST_PKI) {
    context.fail(context.after(clause), {
      id: 'too-many-pki',
      daemon: 'too many pki specified',
      what: `A listener takes ${MOST_PKI} pki entries.`,
      at: clause.words[0] as Token,
    });
  }
  options.pki.push(clause);
}

function portOf(clause: ClauseNode, context: StatementContext): number {
  // `port smtp` and `port smtps` are keywords; the port has the keyword's name.
  const name = clause.value === undefined ? (clause.words[1] as Token).text : wordOf(clause);
  const number = clause.value?.kind === 'number' ? Number(name) : context.world.servicePort(name);
  const valid = number !== undefined && (clause.value?.kind !== 'number' || (number > 0 && number <= 65535));
  if (valid) return number;
  return context.fail(context.after(clause), {
    id: 'invalid-port',
    daemon: `invalid port: ${clause.value?.kind === 'number' ? BigInt(name) : name}`,
    what: clause.value?.kind === 'number' ? `There is no port ${name}.` : `There is no TCP service "${name}".`,
    at: tokenOf(clause),
  });
}

function tagOf(clause: ClauseNode, context: StatementContext): string {
  const tag = wordOf(clause);
  if (byteLength(tag, tokenOf(clause).source.encoding) <= LONGEST_TAG) return tag;
  return context.fail(context.after(clause), {
    id: 'tag-too-long',
    daemon: 'tag name too long',
    what: `The tag has more than ${LONGEST_TAG} bytes.`,
    at: tokenOf(clause),
  });
}

function createSocket(options: Options, context: StatementContext): void {
  const { state, statement } = context;
  if (state.socket !== undefined) {
    context.fail(afterOptions(context), {
      id: 'redefined',
      daemon: 'socket listener already configured',
      what: 'There is already a listener on the socket.',
      at: statement.tokens[2] as Token,
    });
  }
  state.socket = { ...socketBase(options, context), origin: context.origin };
}

function socketBase(options: Options, context: StatementContext): SocketListener {
  return {
    hostname: context.state.hostname,
    ...optional('tag', options.values.get('listen.tag')),
    ...optional('filter', options.values.get('listen.filter')),
    maskSource: options.given.has('mask-src'),
    dsn: !options.given.has('no-dsn'),
  };
}

/** create_if_listener and config_listener. */
function createListeners(on: Token, options: Options, context: StatementContext): void {
  const found = listenAddresses(on.text, options.family, context.world);
  const port = options.port ?? (options.tls?.mode === 'smtps' ? SMTPS_PORT : SMTP_PORT);
  const origin = context.origin;
  if (context.policy === 'tolerant' && found.kind !== 'unparsable') {
    const addresses = found.kind === 'found' ? found.addresses : [elsewhere(on.text, options.family)];
    const meant = addresses.map((address) => listener(on, address, port, meantTls(options), options, origin, context));
    context.state.meantListeners.push(...meant);
  }
  refuseImpossible(on, options, context);
  if (found.kind === 'unparsable') {
    context.warn(
      {
        id: 'no-listener',
        daemon: `warn: host_dns: could not parse "${on.text}": ${found.text}`,
        what: `"${on.text}" cannot be listened on: ${found.text}.`,
        at: on,
      },
      afterOptions(context),
    );
    return;
  }
  if (found.kind === 'unknown') {
    context.fatal(
      {
        id: 'interface-unknown',
        daemon: `invalid virtual ip or interface: ${on.text}`,
        what: `"${on.text}" is no interface, address or host name here.`,
        at: on,
      },
      afterOptions(context),
    );
  }
  const tls = tlsOf(options, context);
  for (const address of found.addresses) {
    context.state.listeners.push(listener(on, address, port, tls, options, origin, context));
  }
}

/** An interface of another host. The names of loopback interfaces are alike everywhere. */
function elsewhere(name: string, family: Options['family']): ListenAddress {
  const isLoopback = /^lo\d*$/.test(name);
  if (family === 'inet6') return { family, address: isLoopback ? '::1' : '' };
  return { family: 'inet4', address: isLoopback ? '127.0.0.1' : '' };
}

/** TLS as it is asked for, whether there are certificates for it or not. */
function meantTls({ tls, pki }: Options): ListenerTls | undefined {
  return tls && { mode: tls.mode, verify: tls.verify, pki: pki.map(wordOf) };
}

/** The list of options ends where a token follows that is none, so the daemon has read that too. */
function afterOptions({ statement }: StatementContext): Progress {
  return { last: (statement.error?.index ?? statement.tokens.length) - 1, lookahead: true };
}

function refuseImpossible(on: Token, options: Options, context: StatementContext): void {
  const { auth, tls, pki } = options;
  if (auth !== undefined && tls === undefined) {
    context.fatal(
      {
        id: 'auth-without-tls',
        daemon: 'invalid listen option: auth requires tls/smtps',
        what: `${auth.clause.words[0]?.text} stands on a listener without TLS.`,
        at: auth.clause.words[0] as Token,
      },
      afterOptions(context),
    );
  }
  const [first] = pki;
  if (first !== undefined && tls === undefined) {
    context.fatal(
      {
        id: 'pki-without-tls',
        daemon: 'invalid listen option: pki requires tls/smtps',
        what: 'A pki stands on a listener without TLS.',
        at: first.words[0] as Token,
      },
      afterOptions(context),
    );
  }
  // The grammar before 6.4 is of a time when the host name said which.
  const mustName = behaves(context.version, 'several-pki') && context.statement.legacy === undefined;
  if (first === undefined && tls !== undefined && mustName) {
    context.fatal(
      {
        id: 'tls-without-pki',
        daemon: 'invalid listen option: pki required for tls/smtps',
        what: `${tls.clause.words[0]?.text} stands on a listener that names no pki.`,
        at: tls.clause.words[0] ?? on,
      },
      afterOptions(context),
    );
  }
}

function tlsOf(options: Options, context: StatementContext): ListenerTls | undefined {
  const pki = options.pki.map((clause) => pkiName(clause, context));
  const ca = caName(options, context);
  if (options.tls === undefined) return undefined;
  return {
    mode: options.tls.mode,
    verify: options.tls.verify,
    pki,
    ...optional('ca', ca),
    ...optional('ciphers', options.values.get('listen.ciphers')),
    ...optional('protocols', options.values.get('listen.protocols')),
  };
}

/** Up to 6.8 the name is lower-cased as the entry's was; later it must be written in lower case. */
function pkiName(clause: ClauseNode, context: StatementContext): string {
  const written = wordOf(clause);
  const several = behaves(context.version, 'several-pki');
  const name = several ? written : asciiLowerCase(written);
  if (!several && byteLength(name, tokenOf(clause).source.encoding) > LONGEST_NAME)
    endWith(`pki name too long: ${written}`, clause, context);
  if (context.state.pki.has(name)) return name;
  return endWith(`pki name not found: ${written}`, clause, context);
}

function caName(options: Options, context: StatementContext): string | undefined {
  const clause = options.given.get('ca');
  if (clause === undefined) return undefined;
  const written = wordOf(clause);
  const name = asciiLowerCase(written);
  if (byteLength(name, tokenOf(clause).source.encoding) > LONGEST_NAME)
    endWith(`ca name too long: ${written}`, clause, context);
  if (context.state.ca.has(name)) return name;
  return endWith(`ca name not found: ${written}`, clause, context);
}

/** log_warnx and fatalx(NULL): the daemon says why, then only its own name. */
function endWith(text: string, clause: ClauseNode, context: StatementContext): never {
  const kind = clause.id === 'listen.ca' ? 'ca' : 'pki';
  const name = wordOf(clause);
  if (context.policy === 'tolerant' && context.state.isBroken(kind, name)) context.failSilently(context.after(clause));
  const id = kind === 'ca' ? 'undefined-ca' : 'undefined-pki';
  context.explain(text, clause.words[0] as Token, id, afterOptions(context));
  return context.fatal(
    {
      id,
      daemon: '',
      what: text.includes('too long')
        ? `The name "${name}" is too long.`
        : `There is no ${kind} "${name}" above this line.`,
      at: tokenOf(clause),
      related: similarName(kind, name, context),
    },
    afterOptions(context),
  );
}

/** Since several pki are allowed, an entry written in capitals is not found under its own name. */
function similarName(kind: 'pki' | 'ca', name: string, context: StatementContext) {
  const entry = context.state[kind].get(asciiLowerCase(name));
  if (entry === undefined) return [];
  const message = `the daemon keeps this entry as "${entry.name}"; write it so on the listener`;
  const file = context.statement.tokens[0] as Token;
  return [{ message, place: { ...placeOf(file), start: entry.origin.start, end: entry.origin.end } }];
}

function listener(
  on: Token,
  { family, address, scope }: ListenAddress,
  port: number,
  tls: ListenerTls | undefined,
  options: Options,
  origin: Origin,
  context: StatementContext,
): CompiledListener {
  const { values, given, auth } = options;
  const senders = values.get('listen.senders');
  return {
    on: on.text,
    family,
    address,
    ...(scope === undefined ? {} : { scope }),
    port,
    local: address === '127.0.0.1' || address === '::1',
    hostname: values.get('listen.hostname') ?? context.state.hostname,
    ...optional('hostnames', values.get('listen.hostnames')),
    ...optional('tag', values.get('listen.tag')),
    ...optional('filter', values.get('listen.filter')),
    ...(tls ? { tls } : {}),
    ...(auth ? { auth: { required: auth.required, ...optional('table', auth.table) } } : {}),
    ...(senders === undefined ? {} : { senders: { table: senders, masquerade: options.masquerade } }),
    maskSource: given.has('mask-src'),
    receivedAuth: given.has('received-auth'),
    dsn: !given.has('no-dsn'),
    proxyV2: given.has('proxy-v2'),
    origin,
  };
}

function optional<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: string });
}
