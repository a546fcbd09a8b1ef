import { parseArgs } from 'node:util';
import { lint } from '@smtpd-conf/checker';
import { analyze, type CompiledConfig, printConfig } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { EXIT, UserError } from '../exit-status.js';
import { expectFile } from '../large-file.js';
import { readSource } from '../read-source.js';
import { fileReport } from '../reporters/file-report.js';
import { textReport } from '../reporters/text.js';
import { parseTarget } from '../target.js';
import { writeWhole } from '../write-whole.js';

/** `smtpd-lint compile -f FILE`: the compiled configuration as JSON, or printed as smtpd.conf for --target. */
export async function compile(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      file: { type: 'string', short: 'f' },
      output: { type: 'string', short: 'o' },
      print: { type: 'boolean', default: false },
      target: { type: 'string' },
      platform: { type: 'string' },
      root: { type: 'string' },
      from: { type: 'string' },
    },
  });
  const [stray] = positionals;
  if (values.file === undefined || stray !== undefined) {
    throw new UserError(`compile takes one file, given with -f${stray === undefined ? '' : ` (not ${stray})`}`);
  }
  const target = parseTarget(values.target, values.platform);
  // What is printed for a release may be written for another, which --from names.
  const read = values.from === undefined ? target : parseTarget(values.from, values.platform, '--from');
  const world = new SystemWorld({ root: values.root, platform: target.platform });
  const source = readSource(values.file);
  await expectFile(source.text.length, true);
  const analysis = analyze(source, world, read);
  if (analysis.problems.some(({ severity }) => severity === 'error')) {
    process.stderr.write(
      textReport({
        files: [fileReport(values.file, source, analysis, { findings: lint(analysis, { rules: [] }), suppressed: [] })],
      }),
    );
    return EXIT.findings;
  }
  const text = values.print ? asConfig(analysis.config, target) : `${JSON.stringify(analysis.config, null, 2)}\n`;
  if (text === undefined) return EXIT.findings;
  // What is printed has the encoding of what was read; JSON is UTF-8.
  const encoding = values.print && source.encoding === 'latin1' ? 'latin1' : 'utf8';
  if (values.output === undefined) process.stdout.write(Buffer.from(text, encoding));
  else writeWhole(values.output, text, encoding);
  return EXIT.clean;
}

/** The configuration in the language of the target; what that cannot express goes to stderr. */
function asConfig(config: CompiledConfig, target: ReturnType<typeof parseTarget>): string | undefined {
  const printed = printConfig(config, target.version);
  if ('text' in printed) return printed.text;
  for (const { message } of printed.errors) process.stderr.write(`smtpd-lint: ${message}\n`);
  return undefined;
}
