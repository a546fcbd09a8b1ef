import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { DispatchServices } from './dispatch/dispatch-services.js';
import { expandRecipient } from './expand/expand-recipient.js';
import { actionsByRule } from './expand/expansion-services.js';
import { type FilterHooks, filterChains } from './filter/filter-chains.js';
import { createRuleset } from './match/ruleset.js';
import { walkRules } from './match/walk-rules.js';
import type { SessionServices } from './session/session-state.js';
import { type LookupProcess, tablesWithErrno } from './tables/lookup-errno.js';
import { createTables, type FetchState, type TableOptions } from './tables/tables.js';
import type { Tracer } from './trace.js';

/** What sessions and the envelopes that come of them need. */
export interface MailServices {
  readonly session: SessionServices;
  readonly dispatch: DispatchServices;
}

/**
 * The parts of the engine put together for a configuration. What is made of rules and tables is made once; the returned
 * function starts a daemon with nothing in its memory, and each session of it brings its own tracer.
 */
export function mailServices(
  config: CompiledConfig,
  hooks: FilterHooks,
  options: TableOptions = {},
): () => (trace: Tracer) => MailServices {
  const tables = createTables(config, options);
  const ruleset = createRuleset(config, tables);
  const chains = filterChains(config, hooks);
  const actionOf = actionsByRule(config);
  return () => {
    const process: LookupProcess = { staleErrno: false };
    const watched = tablesWithErrno(tables, process);
    const fetched: FetchState = new Map();
    return (trace) => ({
      session: {
        config,
        tables: watched,
        process,
        chains,
        expandRecipient: (envelope) =>
          expandRecipient(
            {
              config,
              tables: watched,
              process,
              actionOf,
              trace,
              // What an index finds says nothing of errno.
              matchRules: (one) =>
                process.staleErrno ? walkRules(config.rules, watched, one, trace) : ruleset.decide(one, trace),
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
