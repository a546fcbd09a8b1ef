import type { CompiledConfig, Subsystem } from '@smtpd-conf/compiler';

/**
 * What a process is used for: by the filters that run in it, and by the chains that they are part of (smtpd.c:
 * fork_filter_processes). In the daemon’s order.
 */
export function subsystemsOf({ filters }: CompiledConfig, proc: string): readonly Subsystem[] {
  const own = filters.flatMap((filter) => (filter.type === 'proc' && filter.proc === proc ? [filter] : []));
  const chains = filters.filter(
    (filter) => filter.type === 'chain' && own.some(({ name }) => filter.filters.includes(name)),
  );
  const used = new Set([...own, ...chains].flatMap(({ subsystems }) => subsystems));
  return (['smtp-in', 'smtp-out'] as const).filter((subsystem) => used.has(subsystem));
}
