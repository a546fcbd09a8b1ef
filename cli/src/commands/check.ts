import { parseArgs } from 'node:util';
import { lint } from '@smtpd-conf/checker';
import { analyze } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { complain, EXIT, UserError } from '../exit-status.js';
import { readSource } from '../read-source.js';
import { type FileReport, fileReport } from '../reporters/file-report.js';
import { jsonReport } from '../reporters/json.js';
import { textReport } from '../reporters/text.js';
import { parseTarget } from '../target.js';

const SEVERITIES = ['error', 'warning', 'info'] as const;

/** `smtpd-lint [check] FILE...`: every finding of every file. */
export function check(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'text' },
      target: { type: 'string' },
      platform: { type: 'string' },
      root: { type: 'string' },
      'fail-on': { type: 'string', default: 'error' },
    },
  });
  if (positionals.length === 0) throw new UserError('no file given; name the files to check, or - for standard input');
  const threshold = SEVERITIES.indexOf(values['fail-on'] as never);
  if (threshold === -1) throw new UserError(`--fail-on ${values['fail-on']}: use one of ${SEVERITIES.join(', ')}`);
  if (values.format !== 'text' && values.format !== 'json') {
    throw new UserError(`--format ${values.format}: use text or json`);
  }
  const target = parseTarget(values.target, values.platform);
  const world = new SystemWorld(values.root === undefined ? {} : { root: values.root });
  let unreadable = 0;
  const reports: FileReport[] = [];
  for (const path of positionals) {
    try {
      const source = readSource(path);
      const analysis = analyze(source, world, target);
      reports.push(fileReport(path, source, analysis, lint(analysis)));
    } catch (error) {
      unreadable = complain(error);
    }
  }
  process.stdout.write(values.format === 'json' ? jsonReport(reports) : textReport(reports));
  if (unreadable) return unreadable;
  const failed = reports.some(({ diagnostics }) =>
    diagnostics.some(({ severity }) => SEVERITIES.indexOf(severity) <= threshold),
  );
  return failed ? EXIT.findings : EXIT.clean;
}
