import { dirname, join } from 'node:path';
import { type CompiledConfig, parseChecked, parseWorld, type WorldDescription } from '@smtpd-conf/compiler';
import {
  Coverage,
  POLICY_TEST_SCHEMA,
  type PolicyResult,
  type PolicyTestFile,
  runPolicyTest,
  simulators,
} from '@smtpd-conf/simulator';
import { UserError } from '../exit-status.js';
import { loadConfig } from '../load-config.js';
import { readSource } from '../read-source.js';
import { parseTarget } from '../target.js';
import { mailWorld } from '../world/load-world.js';

export interface PolicyFileResult {
  readonly path: string;
  readonly config: CompiledConfig;
  /** Each test with the line it begins on, counting from 1, and how long it took. */
  readonly tests: readonly (PolicyResult & { readonly line: number; readonly milliseconds: number })[];
  readonly failed: number;
  readonly coverage: Coverage;
}

/** A file whose tests could not be run, and why. */
export interface BrokenPolicyFile {
  readonly path: string;
  readonly error: string;
}

/**
 * Runs the tests of a file (`-` is standard input, which stands in the working directory), each against a daemon of its own.
 * Throws a UserError where the file or what it names is broken.
 */
export async function runPolicyFile(path: string): Promise<PolicyFileResult> {
  const { name, text } = readSource(path);
  const parsed = await parseChecked<PolicyTestFile>(text, name, POLICY_TEST_SCHEMA, 'a file of tests');
  if (!parsed.ok) throw new UserError(problemsText(parsed.problems));
  const { value: file, placeOf } = parsed;
  const beside = (name: string) => join(dirname(path), name);
  const target = parseTarget(file.target, file.platform);
  const world = mailWorld(await worldOf(file, beside), {
    described: file.world !== undefined,
    system: false,
    platform: target.platform,
    ...(file.root === undefined ? {} : { root: beside(file.root) }),
  });
  const config = await loadConfig(beside(file.config), world.files, target);
  const start = simulators(config, world);
  const coverage = new Coverage();
  const tests = file.tests.map((test, at) => {
    const began = performance.now();
    const result = runPolicyTest(config, start(), test);
    if (result.simulated) coverage.add(result.simulated.outcome.trace);
    return { ...result, line: placeOf(['tests', at]).line, milliseconds: performance.now() - began };
  });
  return {
    path: name,
    config,
    tests,
    failed: tests.filter(({ differences }) => differences.length > 0).length,
    coverage,
  };
}

async function worldOf({ world = {} }: PolicyTestFile, beside: (name: string) => string): Promise<WorldDescription> {
  if (typeof world !== 'string') return world;
  const path = beside(world);
  const parsed = await parseWorld(readSource(path).text, path);
  if (parsed.ok) return parsed.description;
  throw new UserError(problemsText(parsed.problems));
}

function problemsText(
  problems: readonly {
    readonly file: string;
    readonly place: { line: number; column: number };
    readonly message: string;
  }[],
): string {
  const lines = problems.map(({ file, place, message }) => `${file}:${place.line}:${place.column}: ${message}`);
  return `the tests cannot be read\n${lines.join('\n')}`;
}
