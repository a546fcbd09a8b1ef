import { type ExplainedLine, explainSession } from '@smtpd-conf/simulator';
import type { BrokenPolicyFile, PolicyFileResult } from '../policy/run-policy-file.js';
import { escaped } from './escaped.js';
import { sourcesOf } from './simulation.js';

/** For build servers: JUnit's XML, a test suite for each file; one that could not be used is an error. */
export function junitPolicyReport(results: readonly PolicyFileResult[], broken: readonly BrokenPolicyFile[]): string {
  const suites = [...results.map(suite), ...broken.map(brokenSuite)].join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites}</testsuites>\n`;
}

function suite(result: PolicyFileResult): string {
  const { path, tests, failed } = result;
  const time = seconds(tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  const head = `  <testsuite name="${escaped(path)}" tests="${tests.length}" failures="${failed}" errors="0" time="${time}">\n`;
  return `${head}${tests.map((test) => testCase(result, test)).join('')}  </testsuite>\n`;
}

function brokenSuite({ path, error }: BrokenPolicyFile): string {
  const name = escaped(path);
  const [first = ''] = error.split('\n');
  return [
    `  <testsuite name="${name}" tests="1" failures="0" errors="1" time="0.000000">`,
    `    <testcase classname="${name}" name="(the file)" file="${name}" time="0.000000">`,
    `      <error message="${escaped(first)}">${escaped(error)}</error>`,
    '    </testcase>',
    '  </testsuite>\n',
  ].join('\n');
}

function testCase({ path, config }: PolicyFileResult, test: PolicyFileResult['tests'][number]): string {
  const { name, line, differences, simulated, milliseconds } = test;
  const head = `    <testcase classname="${escaped(path)}" name="${escaped(name)}" file="${escaped(path)}" line="${line}" time="${seconds(milliseconds)}"`;
  const [first] = differences;
  if (!first) return `${head}/>\n`;
  const trace: readonly ExplainedLine[] = simulated ? explainSession(config, sourcesOf(config), simulated) : [];
  const text = [
    ...differences.map(({ about, expected, actual }) => `${about}: expected ${expected}, actual ${actual}`),
    ...trace.map(({ text: step, depth }) => `${'  '.repeat(depth)}${step}`),
  ].join('\n');
  const message = `${first.about}: expected ${first.expected}, actual ${first.actual}`;
  return `${head}>\n      <failure message="${escaped(message)}">${escaped(text)}</failure>\n    </testcase>\n`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(6);
}
