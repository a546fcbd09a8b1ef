import type { CompiledConfig } from '@smtpd-conf/compiler';
import {
  actionsByRule,
  createRuleset,
  createTables,
  type DispatchServices,
  expandRecipient,
  type FetchState,
  filterChains,
  type LookupProcess,
  type Phase,
  type SessionServices,
  type Tracer,
} from '@smtpd-conf/engine';
import type { MailWorld } from './world/mail-world.js';

export interface PreparedServices {
  readonly session: SessionServices;
  readonly dispatch: DispatchServices;
}

/**
 * The parts of the engine put together for a configuration. What is made of rules and tables is made once; the returned
 * function starts a daemon with nothing in its memory, and each session of it brings its own tracer.
 */
export function prepareServices(config: CompiledConfig, world: MailWorld): () => (trace: Tracer) => PreparedServices {
  const tables = createTables(config);
  const ruleset = createRuleset(config, tables);
  const chains = filterChains(config, filterHooks(config, world));
  const actionOf = actionsByRule(config);
  return () => {
    const process: LookupProcess = { staleErrno: false };
    const fetched: FetchState = new Map();
    return (trace) => ({
      session: {
        config,
        tables,
        chains,
        expandRecipient: (envelope) =>
          expandRecipient(
            {
              config,
              tables,
              process,
              actionOf,
              trace,
              matchRules: (one) => ruleset.decide(one, trace),
              disturbsErrno: ruleset.disturbsErrno,
            },
            envelope,
          ),
        trace,
      },
      dispatch: {
        config,
        tables: { lookup: tables.lookup, fetch: (table, service) => tables.fetch(table, service, fetched) },
        trace,
      },
    });
  };
}

/** The phases that filters' processes registered for, by process. */
function filterHooks({ filters }: CompiledConfig, world: MailWorld): ReadonlyMap<string, readonly Phase[]> {
  const hooks = new Map<string, readonly Phase[]>();
  for (const filter of filters) if (filter.type === 'proc') hooks.set(filter.proc, world.filterPhases(filter.name));
  return hooks;
}
