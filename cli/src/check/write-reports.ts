import type { FileReport } from '../reporters/file-report.js';
import { REPORTERS, type Report } from '../reporters/report.js';
import { wantsColour } from '../reporters/terminal-style.js';
import { VERSION } from '../version.js';
import { writeWhole } from '../write-whole.js';
import type { CheckOptions } from './check-options.js';

/** Writes each report that is asked for. */
export async function writeReports(
  files: readonly FileReport[],
  { outputs }: Pick<CheckOptions, 'outputs'>,
): Promise<void> {
  for (const { format, file } of outputs) {
    const reporter = await REPORTERS.get(format)?.();
    const report: Report = { files, version: VERSION, colour: file === undefined && wantsColour() };
    const text = (await reporter?.(report)) ?? '';
    if (file !== undefined) writeWhole(file, text);
    else process.stdout.write(text);
  }
}
