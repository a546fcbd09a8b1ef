import { lint } from '@smtpd-conf/checker';
import { analyze, type CompiledConfig, type ProblemId, validateConfig, type World } from '@smtpd-conf/compiler';
import type { Source, Target } from '@smtpd-conf/grammar';
import { EXIT, UserError } from './exit-status.js';
import { readSource } from './read-source.js';
import { fileReport } from './reporters/file-report.js';
import { textReport } from './reporters/text.js';

/** More errors of a compiled configuration help nobody. */
const SHOWN_ERRORS = 5;

/**
 * What keeps the daemon from starting and changes no decision of it. A repository with policy tests seldom holds the private
 * keys, and git gives those that it holds to all readers.
 */
const NOT_DECISIVE: ReadonlySet<ProblemId> = new Set(['pki-file']);

/** What a described world can give. */
const LACKING: ReadonlySet<ProblemId> = new Set(['table-file', 'interface-unknown', 'include-unreadable']);
const DESCRIBE =
  'What this host lacks of files and interfaces, a described world can give: --world FILE, or world: in a test file';

/**
 * The configuration in a file: smtpd.conf, or JSON as `compile` writes it. Throws a UserError with all that is wrong with it.
 */
export async function loadConfig(path: string, world: World, target: Target): Promise<CompiledConfig> {
  const source = readSource(path);
  if (source.text.trimStart().startsWith('{')) return loadCompiled(path, source);
  const analysis = analyze(source, world, target);
  const errors = analysis.problems.filter(({ id, severity }) => severity === 'error' && !NOT_DECISIVE.has(id));
  if (errors.length > 0) {
    const report = textReport({
      files: [fileReport(path, source, analysis, { findings: lint(analysis, { rules: [] }), suppressed: [] })],
    });
    const hint = errors.some(({ id }) => LACKING.has(id)) ? `\n${DESCRIBE}` : '';
    throw new UserError(
      `${path} cannot be simulated as long as it has errors\n${report.trimEnd()}${hint}`,
      EXIT.findings,
    );
  }
  return analysis.config;
}

async function loadCompiled(path: string, { text }: Source): Promise<CompiledConfig> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}: is no JSON: ${(error as Error).message}`);
  }
  const validation = await validateConfig(value);
  if ('config' in validation) return validation.config;
  const errors = validation.errors.slice(0, SHOWN_ERRORS).map(({ message }) => message);
  throw new UserError(`${path}: is no compiled configuration: ${errors.join('; ')}`);
}
