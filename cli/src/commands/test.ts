import { parseArgs } from 'node:util';
import { complain, EXIT, UserError } from '../exit-status.js';
import { findPolicyFiles } from '../policy/find-policy-files.js';
import { type BrokenPolicyFile, type PolicyFileResult, runPolicyFile } from '../policy/run-policy-file.js';
import { STDIN } from '../read-source.js';
import { jsonPolicyReport } from '../reporters/policy-json.js';
import { junitPolicyReport } from '../reporters/policy-junit.js';
import { textPolicyReport } from '../reporters/policy-text.js';

type PolicyReport = (
  results: readonly PolicyFileResult[],
  broken: readonly BrokenPolicyFile[],
  coverage: boolean,
) => string;

const REPORTS: Readonly<Record<string, PolicyReport>> = {
  text: textPolicyReport,
  json: jsonPolicyReport,
  junit: junitPolicyReport,
};

/** `smtpd-lint test [PATH...]`: the policy tests of files and of directories, expected against actual. */
export async function test(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: 'string', default: 'text' }, coverage: { type: 'boolean', default: false } },
  });
  const report = Object.hasOwn(REPORTS, values.format) ? REPORTS[values.format] : undefined;
  if (!report) throw new UserError(`--format ${values.format}: use ${Object.keys(REPORTS).join(', ')}`);
  const paths = findPolicyFiles(positionals.length > 0 ? positionals : ['.']);
  const results: PolicyFileResult[] = [];
  const broken: BrokenPolicyFile[] = [];
  let status: number = EXIT.clean;
  for (const path of paths) {
    try {
      results.push(await runPolicyFile(path));
    } catch (error) {
      status = Math.max(status, complain(error));
      broken.push({ path: path === '-' ? STDIN : path, error: (error as UserError).message });
    }
  }
  process.stdout.write(report(results, broken, values.coverage));
  return Math.max(status, results.some(({ failed }) => failed > 0) ? EXIT.findings : EXIT.clean);
}
