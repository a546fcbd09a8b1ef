import { EXIT, UserError } from './exit-status.js';
import { VERSION } from './version.js';

type Command = (args: readonly string[]) => number | Promise<number>;

/** Each command is loaded when it is asked for. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map<string, () => Promise<Command>>([
  ['check', async () => (await import('./commands/check.js')).check],
  ['check-worker', async () => (await import('./commands/check-worker.js')).checkWorker],
  ['config', async () => (await import('./commands/config.js')).config],
  ['enqueue', async () => (await import('./commands/enqueue.js')).enqueue],
  ['explain', async () => (await import('./commands/explain.js')).explain],
  ['rules', async () => (await import('./commands/rules.js')).rules],
  ['compile', async () => (await import('./commands/compile.js')).compile],
  ['ctl', async () => (await import('./commands/ctl.js')).ctl],
  ['fmt', async () => (await import('./commands/fmt.js')).fmt],
  ['lsp', async () => (await import('./commands/lsp.js')).lsp],
  ['makemap', async () => (await import('./commands/makemap.js')).makemap],
  ['migrate', async () => (await import('./commands/migrate.js')).migrate],
  ['newaliases', async () => (await import('./commands/newaliases.js')).newaliases],
  ['run', async () => (await import('./commands/run.js')).run],
  // The parts of a server that runs as root; run starts them.
  ['run-network', async () => (await import('./commands/run-parts.js')).runNetwork],
  ['run-user', async () => (await import('./commands/run-parts.js')).runUser],
  ['simulate', async () => (await import('./commands/simulate.js')).simulate],
  ['test', async () => (await import('./commands/test.js')).test],
]);

/** Runs the command line without the program's name; the exit status. Errors for the user go to stderr. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const [first = ''] = args;
    if (args.includes('--help') || args.includes('-h')) {
      const { commandHelp, usage } = await import('./help/usage.js');
      process.stdout.write(commandHelp(first) ?? usage());
      return EXIT.clean;
    }
    if (first === '--version') {
      process.stdout.write(`smtpd-lint ${VERSION}\n`);
      return EXIT.clean;
    }
    const load = COMMANDS.get(first);
    if (!load && isDaemonCheck(args)) {
      const { daemon } = await import('./commands/daemon.js');
      return await daemon(args);
    }
    if (load) return await (await load())(args.slice(1));
    if (args.length === 0) throw new UserError(`no file given\n${(await import('./help/usage.js')).usage().trimEnd()}`);
    return await (await import('./commands/check.js')).check(args);
  } catch (error) {
    if (!isWrongOption(error)) return report(error);
    const { usage, usageOf } = await import('./help/usage.js');
    // Node goes on about arguments that begin with a dash, which nobody meant.
    const [what] = error.message.split('. To specify');
    process.stderr.write(`smtpd-lint: ${what}\n${usageOf(commandName(args)) ?? usage()}`);
    return EXIT.usage;
  }
}

/** Which command the words call: the first one names it, or it is the daemon's check, or check. */
function commandName(args: readonly string[]): string {
  const [first = ''] = args;
  if (COMMANDS.has(first)) return first;
  return isDaemonCheck(args) ? '-n' : 'check';
}

function isDaemonCheck(args: readonly string[]): boolean {
  return args.some((arg) => /^-[nvT]*n/.test(arg));
}

/** Whether util.parseArgs has refused the words. */
function isWrongOption(error: unknown): error is Error {
  return error instanceof Error && ((error as NodeJS.ErrnoException).code ?? '').startsWith('ERR_PARSE_ARGS');
}

/** Tells of an error that ended the run; the exit status. */
export function report(error: unknown): number {
  if (error instanceof UserError) {
    process.stderr.write(`smtpd-lint: ${error.message}\n`);
    return error.status;
  }
  const { syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'write') {
    process.stderr.write(`smtpd-lint: the output cannot be written: ${(error as Error).message}\n`);
    return EXIT.unreadable;
  }
  process.stderr.write(`smtpd-lint: internal error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.stderr.write('smtpd-lint: this is a fault of the tool; please report it together with the configuration\n');
  if (process.env.SMTPD_LINT_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return EXIT.internal;
}
