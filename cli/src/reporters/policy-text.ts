import { type ExplainedLine, explainSession } from '@smtpd-conf/simulator';
import type { BrokenPolicyFile, PolicyFileResult } from '../policy/run-policy-file.js';
import { uncoveredParts } from './policy-coverage.js';
import { printable } from './printable.js';
import { explainedText, sourcesOf } from './simulation.js';
import { styled } from './terminal-style.js';

/** For people: a line for each test, and of a failed one what was expected and what came, with all the steps. */
export function textPolicyReport(
  results: readonly PolicyFileResult[],
  broken: readonly BrokenPolicyFile[],
  coverage: boolean,
): string {
  if (results.length === 0) return '';
  const lines = results.flatMap((result) => [
    result.path,
    ...testLines(result),
    ...(coverage ? coverageLines(result) : []),
  ]);
  const count = results.reduce((sum, { tests }) => sum + tests.length, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  const summary = `${counted(count, 'test')}, ${failed} failed${broken.length > 0 ? `, ${counted(broken.length, 'file')} could not be used` : ''}`;
  return [...lines, styled(failed + broken.length === 0 ? 'green' : 'red', summary), ''].join('\n');
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`;
}

function testLines({ path, tests, config }: PolicyFileResult): string[] {
  return tests.flatMap(({ name, line, differences, simulated }) => {
    if (differences.length === 0) return [`  ${styled('green', 'ok')}      ${name}`];
    const trace: readonly ExplainedLine[] = simulated ? explainSession(config, sourcesOf(config), simulated) : [];
    return [
      `  ${styled('red', 'failed')}  ${name} (${path}:${line})`,
      ...differences.flatMap(({ about, expected, actual }) => [
        `    ${printable(about)}`,
        `      expected ${printable(expected)}`,
        `      actual   ${printable(actual)}`,
      ]),
      ...trace.map((one) => `    ${explainedText(one)}`),
    ];
  });
}

function coverageLines(result: PolicyFileResult): string[] {
  const { decided, rules } = result.coverage.counts(result.config);
  const parts = uncoveredParts(result).map(({ file, line, text }) => `    ${file}:${line}: ${text}`);
  return [`  coverage: ${decided} of ${rules} rules decided something`, ...parts];
}
