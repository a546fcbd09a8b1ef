import type { BuiltinFilter, CompiledConfig, CompiledFilter, ProcFilter } from '@smtpd-conf/compiler';
import { FILTER_PHASES, type Phase } from '@smtpd-conf/grammar';

/** The phases for which a filter process registered ("register|filter|smtp-in|..."), by the process's name. */
export type FilterHooks = ReadonlyMap<string, readonly Phase[]>;

type FilterEntry = BuiltinFilter | ProcFilter;

/** What a listener's `filter` comes to (lka_filter.c:lka_filter_ready). */
export interface FilterChain {
  /** By phase, in the order written. */
  readonly entries: ReadonlyMap<Phase, readonly FilterEntry[]>;
  /** The processes that are told of events (lka_filter_proc_in_session). */
  readonly procs: readonly string[];
}

/** The chain of each filter that a listener may name; a filter that is no chain is a chain of one. */
export function filterChains(config: CompiledConfig, hooks: FilterHooks): ReadonlyMap<string, FilterChain> {
  const byName = new Map(config.filters.map((filter) => [filter.name, filter]));
  return new Map(config.filters.map((filter) => [filter.name, chainOf(members(filter, byName), hooks)]));
}

function members(filter: CompiledFilter, byName: ReadonlyMap<string, CompiledFilter>): readonly FilterEntry[] {
  if (filter.type !== 'chain') return [filter];
  return filter.filters
    .map((name) => byName.get(name))
    .filter((member): member is FilterEntry => member !== undefined && member.type !== 'chain');
}

function chainOf(filters: readonly FilterEntry[], hooks: FilterHooks): FilterChain {
  const inPhase = (phase: Phase) => filters.filter((filter) => phasesOf(filter, hooks).includes(phase));
  const entries = new Map(FILTER_PHASES.map((phase) => [phase, inPhase(phase)]));
  return { entries, procs: [...new Set(filters.flatMap((filter) => (filter.type === 'proc' ? [filter.proc] : [])))] };
}

function phasesOf(filter: FilterEntry, hooks: FilterHooks): readonly Phase[] {
  return filter.type === 'builtin' ? [filter.phase] : (hooks.get(filter.proc) ?? []);
}
