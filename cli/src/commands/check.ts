import { SEVERITIES } from '@smtpd-conf/checker';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { checkFile } from '../check/check-file.js';
import { type CheckOptions, checkOptions, parseCheckArguments } from '../check/check-options.js';
import { writeReports } from '../check/write-reports.js';
import { complain, EXIT } from '../exit-status.js';
import type { FileReport } from '../reporters/file-report.js';
import { summarize } from '../reporters/summary.js';

/** `smtpd-lint [check] FILE...`: every finding of every file. */
export async function check(args: readonly string[]): Promise<number> {
  const options = await checkOptions(parseCheckArguments(args));
  const world = new SystemWorld(options.root === undefined ? {} : { root: options.root });
  let unreadable = 0;
  let mendable = false;
  const reports: FileReport[] = [];
  for (const path of options.paths) {
    try {
      const { report, fixed } = await checkFile(path, world, options);
      reports.push(report);
      mendable ||= options.diff && fixed;
    } catch (error) {
      unreadable = complain(error);
    }
  }
  await writeReports(options.quiet ? reports.map(errorsOnly) : reports, options);
  return unreadable || (mendable || fails(reports, options) ? EXIT.findings : EXIT.clean);
}

function fails(reports: readonly FileReport[], { failOn, maxWarnings }: CheckOptions): boolean {
  const threshold = SEVERITIES.indexOf(failOn);
  const { warnings } = summarize(reports);
  return (
    warnings > maxWarnings ||
    reports.some(({ diagnostics }) => diagnostics.some(({ severity }) => SEVERITIES.indexOf(severity) <= threshold))
  );
}

function errorsOnly(report: FileReport): FileReport {
  return { ...report, diagnostics: report.diagnostics.filter(({ severity }) => severity === 'error') };
}
