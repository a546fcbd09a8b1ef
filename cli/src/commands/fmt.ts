import { parseArgs } from 'node:util';
import { faultOf, format, readStatements } from '@smtpd-conf/grammar';
import { complain, EXIT, UserError } from '../exit-status.js';
import { expectFile } from '../large-file.js';
import { readSource } from '../read-source.js';
import { parseTarget } from '../target.js';
import { writeWhole } from '../write-whole.js';

/** `smtpd-lint fmt [--check] FILE...`: rewrites files in the usual layout; `-` formats standard input to stdout. */
export async function fmt(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, target: { type: 'string' } },
  });
  if (positionals.length === 0) throw new UserError('no file given; name the files to format, or - for standard input');
  const { version } = parseTarget(values.target, undefined);
  let status: number = EXIT.clean;
  for (const path of positionals) {
    try {
      const changed = await formatFile(path, values.check, version);
      if (!changed || !values.check) continue;
      process.stdout.write(`${path}: is not formatted\n`);
      status = Math.max(status, EXIT.findings);
    } catch (error) {
      status = complain(error);
    }
  }
  return status;
}

type Version = ReturnType<typeof parseTarget>['version'];

/** Formats one file, unless it is only to be checked; whether its layout differs from the usual one. */
async function formatFile(path: string, checkOnly: boolean, version: Version): Promise<boolean> {
  const source = readSource(path);
  await expectFile(source.text.length, false);
  const formatted = format(source, { version });
  const changed = formatted !== source.text;
  warnOfErrors(path, source, version);
  if (checkOnly) return changed;
  const encoding = source.encoding === 'latin1' ? 'latin1' : 'utf8';
  if (path === '-') process.stdout.write(Buffer.from(formatted, encoding));
  else if (changed) writeWhole(path, formatted, encoding);
  return changed;
}

/** So many statements with errors are named one by one. */
const MOST_NAMED = 100;

/** Statements that cannot be read are left as they are; silence would look like consent. */
function warnOfErrors(path: string, source: ReturnType<typeof readSource>, version: Version): void {
  let last = 0;
  let count = 0;
  for (const statement of readStatements(source, { version })) {
    const fault = faultOf(statement);
    if (fault === undefined) continue;
    const { line } = source.lines.positionAt(fault.token.start);
    if (line !== last && ++count <= MOST_NAMED) {
      process.stderr.write(`smtpd-lint: ${path}:${line}: this statement has an error and is left as it is\n`);
    }
    last = line;
  }
  if (count > MOST_NAMED) {
    process.stderr.write(
      `smtpd-lint: ${path}: ${count - MOST_NAMED} more statements have errors and are left as they are\n`,
    );
  }
}
