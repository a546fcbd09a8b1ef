import { complain, EXIT } from '../exit-status.js';
import type { FileReport } from '../reporters/file-report.js';
import type { Report } from '../reporters/report.js';
import { REPORTERS } from '../reporters/reporters.js';
import { wantsColour } from '../reporters/terminal-style.js';
import { VERSION } from '../version.js';
import { writeWhole } from '../write-whole.js';
import type { CheckOptions } from './check-options.js';

/** Writes each report that is asked for; the status, for one that cannot be written keeps none of the others away. Beside a mended standard input or a diff, the one for stdout goes to stderr. */
export async function writeReports(
  files: readonly FileReport[],
  { outputs, fix, diff, paths }: Pick<CheckOptions, 'outputs' | 'fix' | 'diff' | 'paths'>,
): Promise<number> {
  const taken = diff || (fix !== undefined && paths.includes('-'));
  let status: number = EXIT.clean;
  for (const { format, file } of outputs) {
    const reporter = await REPORTERS.get(format)?.();
    const stream = taken ? process.stderr : process.stdout;
    const columns = stream.isTTY ? { columns: stream.columns } : {};
    const report: Report = {
      files,
      version: VERSION,
      ...(file === undefined ? { ...columns, colour: wantsColour(stream) } : { colour: false }),
    };
    const text = (await reporter?.(report)) ?? '';
    try {
      if (file !== undefined) writeWhole(file, text);
      else stream.write(text);
    } catch (error) {
      status = complain(error);
    }
  }
  return status;
}
