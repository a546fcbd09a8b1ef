import { behaves } from '../behaviour.js';
import type { RuleState, TestState } from '../rule-state.js';
import type { CompileState } from '../state.js';
import type { TableState } from '../table-state.js';
import type {
  CompiledConfig,
  CompiledRule,
  CompiledSettings,
  CompiledTable,
  MtaLimits,
  SocketListener,
} from './compiled-config.js';

/** The plain data of what has been compiled. The lists are the state's own; do not go on compiling afterwards. */
export function assemble(state: CompileState): CompiledConfig {
  return {
    version: 1,
    target: state.target,
    files: state.files,
    settings: settingsOf(state),
    tables: state.tables.all().map(tableOf),
    pki: [...state.pki.values()],
    ca: [...state.ca.values()],
    wrappers: [...state.wrappers.values()],
    procs: [...state.procs.values()],
    filters: [...state.filters.values()],
    actions: state.actions.all(),
    socket: state.socket ?? defaultSocket(state),
    listeners: state.listeners,
    rules: state.rules.map(ruleOf),
  };
}

function defaultSocket(state: CompileState): SocketListener {
  return { hostname: state.hostname, maskSource: false, dsn: behaves(state.target.version, 'socket-dsn') };
}

function tableOf({ name, backend, kind, config, entries, origin }: TableState): CompiledTable {
  return {
    name,
    backend,
    kind,
    ...(config === undefined ? {} : { config }),
    ...(entries === undefined ? {} : { entries }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function ruleOf(rule: RuleState): CompiledRule {
  const { tag, helo, auth, tls, mailFrom, rcptTo } = rule;
  return {
    from: testOf(rule.from),
    for: testOf(rule.for),
    ...(tag ? { tag: testOf(tag) } : {}),
    ...(helo ? { helo: testOf(helo) } : {}),
    ...(auth ? { auth: testOf(auth) } : {}),
    ...(tls ? { tls: testOf(tls) } : {}),
    ...(mailFrom ? { mailFrom: testOf(mailFrom) } : {}),
    ...(rcptTo ? { rcptTo: testOf(rcptTo) } : {}),
    outcome: rule.outcome,
    origin: rule.origin,
  };
}

/** The test with its table by name. */
function testOf<Test extends TestState>(test: Test): Omit<Test, 'table'> & { table?: string } {
  const { table, ...rest } = test;
  if (table === undefined) return rest;
  return { ...rest, table: typeof table === 'string' ? table : table.name };
}

function settingsOf(state: CompileState): CompiledSettings {
  const { srsKey, srsBackup } = state;
  const domains: Record<string, MtaLimits> = {};
  for (const [domain, limits] of state.mtaLimits) if (domain !== 'default') domains[domain] = limits;
  return {
    hostname: state.hostname,
    ...(state.admd === undefined ? {} : { admd: state.admd }),
    bounceWarn: state.bounceWarn,
    queue: {
      compression: state.queueCompression,
      ...(state.queueEncryption ? { encryption: state.queueEncryption } : {}),
      ttl: state.queueTtl,
    },
    smtp: {
      maxMessageSize: state.maxMessageSize,
      subAddressDelimiter: state.subAddressDelimiter,
      ...(state.smtpCiphers === undefined ? {} : { ciphers: state.smtpCiphers }),
      limits: state.smtpLimits,
    },
    ...(srsKey === undefined && srsBackup === undefined
      ? {}
      : {
          srs: {
            ...(srsKey === undefined ? {} : { key: srsKey }),
            ...(srsBackup === undefined ? {} : { backup: srsBackup }),
            ttl: state.srsTtl,
          },
        }),
    mda: { limits: state.mdaLimits },
    mta: {
      maxDeferred: state.mtaMaxDeferred,
      limits: state.mtaLimits.get('default') as MtaLimits,
      domains,
    },
    scheduler: { limits: state.schedulerLimits },
  };
}
