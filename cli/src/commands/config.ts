import { parseArgs } from 'node:util';
import { checkOptions, parseCheckArguments } from '../check/check-options.js';
import { EXIT, UserError } from '../exit-status.js';
import { effectiveSettings } from '../settings/effective-settings.js';
import { effectiveText } from '../settings/effective-text.js';
import { loadSettings } from '../settings/load-settings.js';
import { questionable } from '../settings/verify-settings.js';

/** `smtpd-lint config print [OPTIONS] FILE` and `smtpd-lint config verify [FILE]`. */
export async function config([action, ...args]: readonly string[]): Promise<number> {
  switch (action) {
    case 'print':
      return print(args);
    case 'verify':
      return verify(args);
    default:
      throw new UserError(`config ${action ?? ''}: use config print FILE or config verify`.replace(' :', ':'));
  }
}

/** What holds for a file, with the options that `check` has, and where each comes from. */
async function print(args: readonly string[]): Promise<number> {
  const parsed = parseCheckArguments(args);
  const [path, stray] = parsed.positionals;
  if (path === undefined || stray !== undefined)
    throw new UserError('config print takes one file, which need not exist');
  const { format = 'text' } = parsed.values;
  if (format !== 'text' && format !== 'json') throw new UserError(`--format ${format}: use text or json`);
  const options = await checkOptions(parsed);
  const name = path === '-' ? (options.stdinName ?? path) : path;
  const effective = effectiveSettings(name, options, parsed);
  const text =
    format === 'json' ? `${JSON.stringify({ version: 1, ...effective }, null, 2)}\n` : effectiveText(effective);
  process.stdout.write(text);
  return EXIT.clean;
}

/** Whether a settings file, or the one that would be read here, can be used. Faults are a UserError with their lines. */
async function verify(args: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const [path, stray] = positionals;
  if (stray !== undefined) throw new UserError('config verify takes one settings file, or looks for it as check does');
  const settings = await loadSettings(path);
  for (const line of questionable(settings)) process.stderr.write(`${line}\n`);
  process.stdout.write(settings.path === undefined ? 'no settings file here or above\n' : `${settings.path}: OK\n`);
  return EXIT.clean;
}
