import { LEGACY_VERSION, type Target, VERSIONS } from '@smtpd-conf/grammar';
import type {
  BuiltinFilter,
  ChainFilter,
  CompiledAction,
  CompiledCa,
  CompiledConfig,
  CompiledFilter,
  CompiledListener,
  CompiledPki,
  CompiledProc,
  CompiledRule,
  CompiledSettings,
  CompiledTable,
  CompiledWrapper,
  FilterCondition,
  FilterDecision,
  ForTest,
  FromTest,
  ListenerAuth,
  ListenerTls,
  LocalAction,
  LocalMethod,
  MtaLimits,
  Origin,
  ProcFilter,
  RelayAction,
  RuleTest,
  SocketListener,
  TableRow,
} from './compiled-config.js';
import {
  boolean,
  constant,
  describe,
  integer,
  type JsonSchema,
  list,
  object,
  oneOfStrings,
  optional,
  record,
  type Schema,
  string,
  tagged,
} from './schema-builder.js';

/** Puts a schema under `$defs` and gives the reference to it. */
const defs: Record<string, JsonSchema> = {};
function define<T>(name: string, description: string, schema: Schema<T>): Schema<T> {
  defs[name] = { ...schema, description };
  return { $ref: `#/$defs/${name}` };
}

const seconds = (description: string): Schema<number> => describe(description, integer(1));
const tableName = describe('The name of one of `tables`.', string);
const filterName = describe('The name of one of `filters`.', string);
const pkiName = describe('The name of one of `pki`.', string);

const origin = define(
  'origin',
  'Where a part of the configuration came from.',
  object<Origin>({
    file: describe('Index into `files`.', integer(0)),
    line: describe('Counting from 1.', integer(1)),
    start: describe('Offset in UTF-16 code units.', integer(0)),
    end: describe('End of the part, exclusive.', integer(0)),
  }),
);

const target = define(
  'target',
  'What the file was judged for.',
  object<Target>({
    version: oneOfStrings(LEGACY_VERSION, ...VERSIONS),
    platform: oneOfStrings('openbsd', 'linux', 'freebsd'),
  }),
);

const row = define<TableRow>('tableRow', 'A key in lower case, and in a mapping its value.', {
  type: 'array',
  items: { type: 'string' },
  minItems: 1,
  maxItems: 2,
});

const table = define(
  'table',
  'A list or mapping that keys are looked up in.',
  object<CompiledTable>({
    name: describe('`<dynamic:N>` for a table written where it is used; the built-in ones have `<` too.', string),
    backend: oneOfStrings('static', 'db', 'getpwnam', 'proc'),
    kind: oneOfStrings('none', 'list', 'hash', 'dynamic'),
    config: optional(describe('The path of a file, or `name:path` of a table process.', string)),
    entries: optional(describe('Of a static table, in the order written; of equal keys the last counts.', list(row))),
    origin: optional(origin),
  }),
);

const pki = define(
  'pki',
  'A certificate and its key.',
  object<CompiledPki>({
    name: string,
    cert: optional(string),
    key: optional(string),
    dhe: oneOfStrings('none', 'auto', 'legacy'),
    origin,
  }),
);

const ca = define(
  'ca',
  'A file of certificate authorities.',
  object<CompiledCa>({ name: string, cert: optional(string), origin }),
);

const wrapper = define(
  'wrapper',
  'A command that runs delivery commands.',
  object<CompiledWrapper>({ name: string, command: string, origin }),
);

const proc = define(
  'proc',
  'A process that filters run in.',
  object<CompiledProc>({
    name: string,
    command: string,
    user: optional(string),
    group: optional(string),
    chroot: optional(string),
    origin,
  }),
);

const filterBase = {
  name: describe('`<dynchain:N>` for a chain written where it is used.', string),
  subsystems: describe('What uses it: incoming or outgoing sessions.', list(oneOfStrings('smtp-in', 'smtp-out'))),
  origin,
};

const procFilter = define(
  'procFilter',
  'A filter in a process.',
  object<ProcFilter>({
    ...filterBase,
    type: constant('proc'),
    proc: describe('The name of one of `procs`.', string),
  }),
);

const chainFilter = define(
  'chainFilter',
  'Filters that run one after the other.',
  object<ChainFilter>({ ...filterBase, type: constant('chain'), filters: list(filterName) }),
);

const phase = (description: string) =>
  describe(description, oneOfStrings('connect', 'helo', 'ehlo', 'auth', 'mail-from', 'rcpt-to', 'data', 'commit'));

const condition = define(
  'filterCondition',
  'What a built-in filter asks for.',
  object<FilterCondition>({
    type: oneOfStrings('fcrdns', 'rdns', 'src', 'helo', 'auth', 'mail-from', 'rcpt-to'),
    negated: boolean,
    regex: boolean,
    table: optional(tableName),
  }),
);

const decision = define(
  'filterDecision',
  'What a built-in filter does.',
  tagged(
    'type',
    object<Extract<FilterDecision, { readonly text: string }>>({
      type: oneOfStrings('reject', 'disconnect', 'rewrite', 'report'),
      text: string,
    }),
    object<Exclude<FilterDecision, { readonly text: string }>>({ type: oneOfStrings('junk', 'bypass') }),
  ),
);

const builtinFilter = define(
  'builtinFilter',
  'A filter of the daemon itself.',
  object<BuiltinFilter>({
    ...filterBase,
    type: constant('builtin'),
    phase: phase('The phase in which the daemon runs it.'),
    written: phase('The phase that the file names.'),
    condition,
    decision,
  }),
);

const filter: Schema<CompiledFilter> = define(
  'filter',
  'A filter, or a chain of filters.',
  tagged('type', procFilter, chainFilter, builtinFilter),
);

const actionBase = {
  name: string,
  ttl: optional(seconds('How long a message may stay queued, in seconds; absent for that of the queue.')),
  origin,
};

type Method<Type extends LocalMethod['type']> = Extract<LocalMethod, { readonly type: Type }>;

const localMethod: Schema<LocalMethod> = define(
  'localMethod',
  'How mail is delivered on this host.',
  tagged(
    'type',
    object<Method<'mbox'>>({ type: constant('mbox') }),
    object<Method<'maildir'>>({
      type: constant('maildir'),
      path: optional(describe('Absent for ~/Maildir.', string)),
      junk: describe('Whether mail marked as spam goes to a folder of its own.', boolean),
    }),
    object<Method<'lmtp'>>({
      type: constant('lmtp'),
      destination: describe('host:port, or the path of a socket.', string),
      rcptTo: describe('Whether the recipient is named by address rather than by user.', boolean),
    }),
    object<Method<'mda'>>({ type: constant('mda'), command: string }),
    object<Method<'forward-only'>>({ type: constant('forward-only') }),
    object<Method<'expand-only'>>({ type: constant('expand-only') }),
  ),
);

const localAction = define(
  'localAction',
  'Delivery on this host.',
  object<LocalAction>({
    ...actionBase,
    type: constant('local'),
    method: localMethod,
    user: optional(describe('Who delivery runs as, whoever the recipient is.', string)),
    alias: optional(tableName),
    virtual: optional(tableName),
    userbase: describe('The table of users; `<getpwnam>` for those of the system.', string),
    wrapper: optional(describe('The name of one of `wrappers`.', string)),
  }),
);

const relayAction = define(
  'relayAction',
  'Delivery by another mail server.',
  object<RelayAction>({
    ...actionBase,
    type: constant('relay'),
    helo: optional(string),
    heloSource: optional(tableName),
    pki: optional(string),
    ca: optional(string),
    ciphers: optional(string),
    protocols: optional(string),
    source: optional(tableName),
    mailFrom: optional(string),
    backup: optional(
      object<NonNullable<RelayAction['backup']>>({ mx: optional(describe('Absent for the host itself.', string)) }),
    ),
    smarthost: optional(object<NonNullable<RelayAction['smarthost']>>({ table: tableName, byDomain: boolean })),
    tls: optional(
      describe(
        'Absent where TLS is used if it is offered.',
        object<NonNullable<RelayAction['tls']>>({ verify: boolean }),
      ),
    ),
    auth: optional(tableName),
    filter: optional(filterName),
    srs: boolean,
  }),
);

const action: Schema<CompiledAction> = define(
  'action',
  'What is done with a message.',
  tagged('type', localAction, relayAction),
);

const testBase = { negated: boolean, regex: boolean, table: optional(tableName) };
const implicit = describe('Whether nobody wrote it.', boolean);

const ruleTest = define('ruleTest', 'A criterion of a rule.', object<RuleTest>(testBase));

const fromTest = define(
  'fromTest',
  'Where a message must come from.',
  object<FromTest>({ ...testBase, type: oneOfStrings('src', 'rdns', 'socket'), implicit }),
);

const forTest = define('forTest', 'Where a message must go to.', object<ForTest>({ ...testBase, implicit }));

type Outcome = CompiledRule['outcome'];

const rule = define(
  'rule',
  'A match rule; the first that matches decides.',
  object<CompiledRule>({
    from: fromTest,
    for: forTest,
    tag: optional(ruleTest),
    helo: optional(ruleTest),
    auth: optional(ruleTest),
    tls: optional(ruleTest),
    mailFrom: optional(ruleTest),
    rcptTo: optional(ruleTest),
    outcome: tagged(
      'type',
      object<Extract<Outcome, { type: 'reject' }>>({ type: constant('reject') }),
      object<Extract<Outcome, { type: 'action' }>>({
        type: constant('action'),
        action: describe('The name of one of `actions`.', string),
      }),
    ),
    origin,
  }),
);

const listenerAuth = define(
  'listenerAuth',
  'How clients authenticate.',
  object<ListenerAuth>({
    required: boolean,
    table: optional(describe('A table of credentials; absent for the users of the system.', string)),
  }),
);

const listenerTls = define(
  'listenerTls',
  'How a listener uses TLS.',
  object<ListenerTls>({
    mode: oneOfStrings('starttls', 'starttls-require', 'smtps'),
    verify: describe('Whether clients need a certificate.', boolean),
    pki: list(pkiName),
    ca: optional(describe('The name of one of `ca`.', string)),
    ciphers: optional(string),
    protocols: optional(string),
  }),
);

const listener = define(
  'listener',
  'One address and port that sessions come in by.',
  object<CompiledListener>({
    on: describe('What the file says after `listen on`.', string),
    family: oneOfStrings('inet4', 'inet6'),
    address: string,
    scope: optional(describe('The interface of a link-local address, by number.', integer(0))),
    port: integer(1, 65535),
    local: describe('Whether its sessions are those of the loopback.', boolean),
    hostname: string,
    hostnames: optional(tableName),
    tag: optional(string),
    filter: optional(filterName),
    tls: optional(listenerTls),
    auth: optional(listenerAuth),
    senders: optional(object<NonNullable<CompiledListener['senders']>>({ table: tableName, masquerade: boolean })),
    maskSource: boolean,
    receivedAuth: boolean,
    dsn: boolean,
    proxyV2: boolean,
    origin,
  }),
);

const socket = define(
  'socketListener',
  'The socket of local submission.',
  object<SocketListener>({
    hostname: string,
    tag: optional(string),
    filter: optional(filterName),
    maskSource: boolean,
    dsn: boolean,
    origin: optional(describe('Absent where the file does not speak of it.', origin)),
  }),
);

const limits = record(integer());

const mtaLimits = define(
  'mtaLimits',
  'Limits on relaying.',
  object<MtaLimits>({ values: limits, family: oneOfStrings('any', 'inet4', 'inet6') }),
);

const settings = define(
  'settings',
  'Values that hold for the whole daemon.',
  object<CompiledSettings>({
    hostname: describe('The mail name of the host.', string),
    admd: optional(string),
    bounceWarn: describe(
      'When to warn the sender of a message still queued, in seconds.',
      list(integer(1), { maxItems: 4 }),
    ),
    queue: object<CompiledSettings['queue']>({
      compression: boolean,
      encryption: optional(
        object<NonNullable<CompiledSettings['queue']['encryption']>>({
          key: optional(describe('Absent or "stdin": asked for at start.', string)),
        }),
      ),
      ttl: seconds('How long a message may stay queued, in seconds.'),
    }),
    smtp: object<CompiledSettings['smtp']>({
      maxMessageSize: describe('Bytes.', integer(0)),
      subAddressDelimiter: string,
      ciphers: optional(string),
      limits,
    }),
    srs: optional(
      object<NonNullable<CompiledSettings['srs']>>({
        key: optional(string),
        backup: optional(string),
        ttl: describe('Days.', integer(1)),
      }),
    ),
    mda: object<CompiledSettings['mda']>({ limits }),
    mta: object<CompiledSettings['mta']>({
      maxDeferred: integer(),
      limits: mtaLimits,
      domains: record(mtaLimits),
    }),
    scheduler: object<CompiledSettings['scheduler']>({ limits }),
  }),
);

/**
 * The JSON Schema of a compiled configuration. Its builders hold it against the types of compiled-config.ts: a property
 * that is missing here, too many or of another type does not compile.
 */
export const COMPILED_CONFIG_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:smtpd-conf:compiled-config:1',
  title: 'Compiled smtpd.conf',
  description: 'A configuration with nothing left to look up.',
  ...object<CompiledConfig>({
    version: describe('Of this format.', constant(1)),
    target,
    files: describe('The paths that were read, the main file first; `<stdin>` for standard input.', list(string)),
    settings,
    tables: list(table),
    pki: list(pki),
    ca: list(ca),
    wrappers: list(wrapper),
    procs: list(proc),
    filters: list(filter),
    actions: list(action),
    socket,
    listeners: list(listener),
    rules: list(rule),
  }),
  $defs: defs,
};
