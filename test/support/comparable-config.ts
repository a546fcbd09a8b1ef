import type { CompiledConfig } from '../../compiler/src/config/compiled-config.js';

/** Found out by compiling, or saying where something stood. */
const LEFT_OUT: ReadonlySet<string> = new Set(['origin', 'subsystems', 'files']);

/** What a configuration means: without places, and with what is found by name in the order of the names. */
export function comparable(config: CompiledConfig): unknown {
  const byName = <T extends { readonly name: string }>(parts: readonly T[]): T[] =>
    [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = {
    ...config,
    tables: byName(config.tables.filter(({ name }) => !/^<(?!dynamic:)/.test(name))),
    filters: byName(config.filters),
    procs: byName(config.procs),
    pki: byName(config.pki),
    ca: byName(config.ca),
    wrappers: byName(config.wrappers),
    actions: byName(config.actions),
  };
  return JSON.parse(JSON.stringify(parts, (key, value) => (LEFT_OUT.has(key) ? undefined : inKeyOrder(value))));
}

function inKeyOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
