import type { BrokenPolicyFile, PolicyFileResult } from '../policy/run-policy-file.js';
import { uncoveredParts } from './policy-coverage.js';

/** For programs: one object; the trace of failed tests in it. */
export function jsonPolicyReport(
  results: readonly PolicyFileResult[],
  broken: readonly BrokenPolicyFile[],
  coverage: boolean,
): string {
  const files = results.map((result) => ({
    path: result.path,
    tests: result.tests.map(({ name, line, differences, simulated, milliseconds }) => ({
      name,
      line,
      passed: differences.length === 0,
      milliseconds: Math.round(milliseconds * 1000) / 1000,
      differences,
      ...(differences.length > 0 && simulated ? { outcome: simulated.outcome } : {}),
    })),
    ...(coverage ? { coverage: { ...result.coverage.counts(result.config), uncovered: uncoveredParts(result) } } : {}),
  }));
  const tests = results.reduce((sum, one) => sum + one.tests.length, 0);
  const failed = results.reduce((sum, one) => sum + one.failed, 0);
  const summary = { tests, failed, broken: broken.length };
  return `${JSON.stringify({ version: 1, files: [...files, ...broken], summary }, null, 2)}\n`;
}
