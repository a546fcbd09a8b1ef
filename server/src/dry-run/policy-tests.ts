import { type Analysis, analyze, type CompiledConfig, parseChecked, type World } from '@smtpd-conf/compiler';
import { NO_RELEASE, type Platform, resolveVersion, Source } from '@smtpd-conf/grammar';
import {
  describedMailWorld,
  explainSession,
  type MailWorld,
  POLICY_TEST_SCHEMA,
  type PolicyResult,
  type PolicyTestFile,
  runPolicyTest,
  simulators,
} from '@smtpd-conf/simulator';
import type { PolicyTestListResult, PolicyTestRunResult } from '../requests.js';
import { readEditorSettings, targetOf } from '../workspace/settings.js';
import { directoryOf, resolvePath } from '../workspace/uri.js';
import { acceptedConfig, sourcesOf } from './dry-run-config.js';
import { type DryRunWorld, editorWorld, problemsText, readEditorWorld } from './dry-run-world.js';

/** What running tests needs of where they are. */
export interface PolicyHost {
  readonly platform: Platform;
  readonly seesSystem: boolean;
  /** The text of a file, open or on the disk. */
  readText(path: string): string | undefined;
  /** The files that the editor sees, for a configuration; absolute paths below `root`, where that is not "". */
  worldOf(configPath: string, root: string, platform: Platform): World;
}

/** The tests of a file, each with the lines it stands on, counting from 0. */
export async function listPolicyTests(path: string, text: string): Promise<PolicyTestListResult> {
  const parsed = await parseChecked<PolicyTestFile>(text, path, POLICY_TEST_SCHEMA, 'a file of tests');
  if (!parsed.ok) return { cases: [], message: problemsText(parsed.problems) };
  const { value, placeOf } = parsed;
  const cases = value.tests.map(({ name }, at) => {
    const { line, column } = placeOf(['tests', at]);
    const start = { line: line - 1, character: column - 1 };
    return { name, range: { start, end: { line: line - 1, character: column - 1 + name.length } } };
  });
  return { cases };
}

/** Runs the tests of a file, each against a daemon of its own. */
export async function runPolicyTests(path: string, text: string, host: PolicyHost): Promise<PolicyTestRunResult> {
  const parsed = await parseChecked<PolicyTestFile>(text, path, POLICY_TEST_SCHEMA, 'a file of tests');
  if (!parsed.ok) return broken(problemsText(parsed.problems));
  const file = parsed.value;
  if (file.target !== undefined && resolveVersion(file.target) === undefined) {
    return broken(`target ${file.target}: ${NO_RELEASE}.`);
  }
  const written = readEditorSettings({ targetVersion: file.target, platform: file.platform });
  const target = targetOf(written, {}, host.platform);
  const beside = (name: string): string => resolvePath(directoryOf(path), name);
  const configPath = beside(file.config);
  const configText = host.readText(configPath);
  if (configText === undefined)
    return broken(`${configPath} cannot be read; "config" names it, relative to this file.`);
  const seen = host.worldOf(configPath, file.root === undefined ? '' : beside(file.root), target.platform);
  const chosen = await worldOf(file, seen, beside, host);
  if (!chosen.ok) return broken(chosen.message);
  const analysis = analyze(new Source(configPath, configText), chosen.world.files, target);
  const accepted = acceptedConfig(analysis, host.seesSystem);
  if (!accepted.ok) return broken(accepted.message);
  return { cases: runAll(file, accepted.config, chosen.world, analysis) };
}

function runAll(
  { tests }: PolicyTestFile,
  config: CompiledConfig,
  world: MailWorld,
  analysis: Analysis,
): PolicyTestRunResult['cases'] {
  const start = simulators(config, world);
  return tests.map((one) => {
    const began = performance.now();
    const result = runPolicyTest(config, start(), one);
    const milliseconds = performance.now() - began;
    const { name, differences } = result;
    if (differences.length === 0) return { name, passed: true, milliseconds };
    return { name, passed: false, milliseconds, ...failure(result, config, analysis) };
  });
}

function failure({ differences, simulated }: PolicyResult, config: CompiledConfig, analysis: Analysis) {
  const side = (which: 'expected' | 'actual'): string =>
    differences.map((one) => `${one.about}: ${one[which]}`).join('\n');
  const trace = simulated ? explainSession(config, sourcesOf(analysis), simulated) : [];
  const said = differences.map(({ about, expected, actual }) => `${about}: expected ${expected}, got ${actual}`);
  const steps = trace.map(({ text, depth }) => `${'  '.repeat(depth)}${text}`);
  return { message: [...said, ...steps].join('\n'), expected: side('expected'), actual: side('actual') };
}

async function worldOf(
  { world }: PolicyTestFile,
  seen: World,
  beside: (name: string) => string,
  host: PolicyHost,
): Promise<DryRunWorld> {
  if (world === undefined) return { ok: true, world: describedMailWorld({}, { files: seen }) };
  if (typeof world !== 'string') return { ok: true, world: editorWorld(world, seen) };
  const path = beside(world);
  const text = host.readText(path);
  if (text !== undefined) return readEditorWorld(text, path, seen);
  return { ok: false, message: `${path} cannot be read; "world" names it, relative to this file.` };
}

function broken(message: string): PolicyTestRunResult {
  return { cases: [], message };
}
