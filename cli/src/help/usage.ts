import { COMMAND_HELP, type CommandHelp } from './commands.js';

const PROGRAM = 'smtpd-lint';
/** How far what an option means stands to the right, and where a terminal's line ends. */
const MEANING = 26;
const WIDTH = 100;

/** All commands, a line or a few each; ends with a line feed. */
export function usage(): string {
  const all = [...Object.values(COMMAND_HELP), { synopsis: ['--version', '[COMMAND] --help'] }];
  return `${synopses(all)}options: --target VERSION, --platform openbsd|linux|freebsd, --root DIR; FILE - is standard input\n`;
}

/** How one command is called, and where there is more; undefined where there is no such command. */
export function usageOf(command: string): string | undefined {
  const help = helpOf(command);
  return help && `${synopses([help])}what the options mean: ${PROGRAM} ${command} --help\n`;
}

/** How one command is called, what it does, and what its options mean; undefined where there is no such command. */
export function commandHelp(command: string): string | undefined {
  const help = helpOf(command);
  if (!help) return undefined;
  const options = Object.entries(help.options).map(
    ([option, meaning]) => `  ${wrapped(`${option.padEnd(MEANING - 3)} ${meaning}`, MEANING)}\n`,
  );
  return `${synopses([help])}\n${wrapped(help.about, 0)}\n\n${options.join('')}`;
}

function helpOf(command: string): CommandHelp | undefined {
  return Object.hasOwn(COMMAND_HELP, command) ? COMMAND_HELP[command] : undefined;
}

function synopses(commands: readonly Pick<CommandHelp, 'synopsis'>[]): string {
  const further = ' '.repeat(`usage: ${PROGRAM} `.length);
  return commands
    .flatMap(({ synopsis }) => synopsis)
    .map((one, index) => {
      const lines = typeof one === 'string' ? [one] : one;
      return `${index === 0 ? 'usage:' : '      '} ${PROGRAM} ${lines.join(`\n${further}`)}\n`;
    })
    .join('');
}

/** Broken between words; further lines begin at `indent`. */
function wrapped(text: string, indent: number): string {
  const lines: string[] = [];
  let rest = text;
  let width = WIDTH - 2;
  while (rest.length > width) {
    const at = rest.lastIndexOf(' ', width);
    lines.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
    width = WIDTH - indent;
  }
  return [...lines, rest].join(`\n${' '.repeat(indent)}`);
}
