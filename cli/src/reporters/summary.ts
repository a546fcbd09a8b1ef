import type { FileReport } from './file-report.js';

export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export function summarize(reports: readonly FileReport[]): Summary {
  const all = reports.flatMap(({ diagnostics }) => diagnostics);
  const count = (wanted: string): number => all.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}
