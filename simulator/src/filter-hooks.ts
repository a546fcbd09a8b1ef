import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { Phase } from '@smtpd-conf/grammar';
import type { MailWorld } from './world/mail-world.js';

/** The phases that filters' processes registered for in a world, by process. */
export function filterHooks({ filters }: CompiledConfig, world: MailWorld): ReadonlyMap<string, readonly Phase[]> {
  const hooks = new Map<string, readonly Phase[]>();
  for (const filter of filters) if (filter.type === 'proc') hooks.set(filter.proc, world.filterPhases(filter.name));
  return hooks;
}
