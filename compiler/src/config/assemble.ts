import { behaves } from '../behaviour.js';
import type { CompileState, TableState } from '../state.js';
import type { CompiledConfig, CompiledSettings, CompiledTable, MtaLimits, SocketListener } from './compiled-config.js';

/** The plain data of what has been compiled. The lists are the state's own; do not go on compiling afterwards. */
export function assemble(state: CompileState): CompiledConfig {
  return {
    version: 1,
    target: state.target,
    files: state.files,
    settings: settingsOf(state),
    tables: [...state.tables.values()].map(tableOf),
    pki: [...state.pki.values()],
    ca: [...state.ca.values()],
    wrappers: [...state.wrappers.values()],
    procs: [...state.procs.values()],
    filters: [...state.filters.values()],
    actions: [...state.actions.values()],
    socket: state.socket ?? defaultSocket(state),
    listeners: state.listeners,
    rules: state.rules,
  };
}

function defaultSocket(state: CompileState): SocketListener {
  return { hostname: state.hostname, maskSource: false, dsn: behaves(state.target.version, 'socket-dsn') };
}

function tableOf({ name, backend, kind, config, entries, origin }: TableState): CompiledTable {
  const rows = typeof entries === 'function' ? entries() : entries;
  return {
    name,
    backend,
    kind,
    ...(config === undefined ? {} : { config }),
    ...(rows === undefined ? {} : { entries: rows }),
    ...(origin === undefined ? {} : { origin }),
  };
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
