import type { Report } from './report.js';

/** How often each rule has found something, the most frequent first. */
export function statisticsReport({ files }: Report): string {
  const counts = new Map<string, { count: number; severity: string }>();
  for (const { rule, severity } of files.flatMap(({ diagnostics }) => diagnostics)) {
    counts.set(rule, { count: (counts.get(rule)?.count ?? 0) + 1, severity });
  }
  return [...counts]
    .toSorted(([a, { count: many }], [b, { count }]) => count - many || (a < b ? -1 : 1))
    .map(([rule, { count, severity }]) => `${String(count).padStart(6)}  ${severity.padEnd(7)}  ${rule}\n`)
    .join('');
}
