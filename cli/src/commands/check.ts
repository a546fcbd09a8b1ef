import { SEVERITIES } from '@smtpd-conf/checker';
import { checkFiles } from '../check/check-files.js';
import { type CheckOptions, checkOptions, parseCheckArguments } from '../check/check-options.js';
import { writeReports } from '../check/write-reports.js';
import { EXIT } from '../exit-status.js';
import type { FileReport } from '../reporters/file-report.js';
import { summarize } from '../reporters/summary.js';
import { failOnFor } from '../settings/load-settings.js';

/** `smtpd-lint [check] FILE...`: every finding of every file. */
export async function check(args: readonly string[]): Promise<number> {
  const options = await checkOptions(parseCheckArguments(args));
  const checked = await checkFiles(args, options);
  let status: number = EXIT.clean;
  for (const one of checked) {
    if (one.outcome === 'unreadable') {
      process.stderr.write(`smtpd-lint: ${one.message}\n`);
      status = Math.max(status, one.status);
    }
    if (one.outcome === 'crashed') status = EXIT.internal;
  }
  const mendable = options.diff && checked.some((one) => one.outcome === 'checked' && one.fixed);
  const reports = checked.flatMap((one) => (one.outcome === 'unreadable' ? [] : [one.report]));
  const written = await writeReports(options.quiet ? reports.map(errorsOnly) : reports, options);
  return Math.max(status, written) || (mendable || fails(reports, options) ? EXIT.findings : EXIT.clean);
}

function fails(reports: readonly FileReport[], options: CheckOptions): boolean {
  const { warnings } = summarize(reports);
  return warnings > options.maxWarnings || reports.some((report) => failsAlone(report, options));
}

function failsAlone({ path, diagnostics }: FileReport, options: CheckOptions): boolean {
  if (diagnostics.length === 0) return false;
  const threshold = SEVERITIES.indexOf(failOnFor(path, options).value);
  return diagnostics.some(({ severity }) => SEVERITIES.indexOf(severity) <= threshold);
}

function errorsOnly(report: FileReport): FileReport {
  return { ...report, diagnostics: report.diagnostics.filter(({ severity }) => severity === 'error') };
}
