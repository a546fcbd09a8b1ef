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

const USAGE = `usage: smtpd-lint [check] [--format FORMAT] [--output FORMAT:FILE]... [--statistics] [--quiet]
                  [--select RULES] [--ignore RULES] [--config FILE | --no-config] [--stdin-filename NAME]
                  [--fix | --fix-unsafe] [--diff]
                  [--fail-on error|warning|info] [--max-warnings N] [OPTIONS] FILE...
       smtpd-lint -n -f FILE [OPTIONS]
       smtpd-lint compile -f FILE [-o OUT] [--print] [--from VERSION] [OPTIONS]
       smtpd-lint fmt [--check] [--target VERSION] FILE...
       smtpd-lint migrate [-o OUT] [OPTIONS] FILE
       smtpd-lint simulate -f FILE [--world FILE|system]... [--format text|json] [--explain] [--listener NAME]
                  [--from ADDRESS|socket] [--rdns NAME] [--helo NAME] [--tls] [--auth USER]
                  --mail-from ADDRESS --rcpt-to ADDRESS... [--message FILE.eml] | --session FILE | --batch
       smtpd-lint test [--format text|json|junit] [--coverage] [PATH...]
       smtpd-lint run -f FILE --spool DIR [--port-offset N] [--bind ADDRESS] [-v] [-T SUBSYSTEM]... [OPTIONS]
       smtpd-lint ctl --spool DIR [--format text|json] COMMAND
       smtpd-lint enqueue --spool DIR [-tv] [-f FROM] [-F NAME] RECIPIENT...
       smtpd-lint makemap [-U] [-d hash] [-o DATABASE] [-t aliases|set] FILE
       smtpd-lint newaliases [-f FILE] [--root DIR] [--spool DIR]
       smtpd-lint config print [--format text|json] [CHECK'S OPTIONS] FILE
       smtpd-lint config verify [SETTINGS]
       smtpd-lint explain [--format text|json|md] RULE
       smtpd-lint rules [--format text|json|md]
       smtpd-lint lsp --stdio
       smtpd-lint --version | --help
options: --target VERSION, --platform openbsd|linux|freebsd, --root DIR; FILE - is standard input
`;

/** Runs the command line without the program's name; the exit status. Errors for the user go to stderr. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const [first = ''] = args;
    if (args.includes('--help') || args.includes('-h')) {
      process.stdout.write(USAGE);
      return EXIT.clean;
    }
    if (first === '--version') {
      process.stdout.write(`smtpd-lint ${VERSION}\n`);
      return EXIT.clean;
    }
    const load = COMMANDS.get(first);
    if (!load && args.some((arg) => /^-[nvT]*n/.test(arg))) {
      const { daemon } = await import('./commands/daemon.js');
      return await daemon(args);
    }
    if (load) return await (await load())(args.slice(1));
    if (args.length === 0) throw new UserError(`no file given\n${USAGE.trimEnd()}`);
    return (await import('./commands/check.js')).check(args);
  } catch (error) {
    return report(error);
  }
}

/** Tells of an error that ended the run; the exit status. */
export function report(error: unknown): number {
  if (error instanceof UserError) {
    process.stderr.write(`smtpd-lint: ${error.message}\n`);
    return error.status;
  }
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'write') {
    process.stderr.write(`smtpd-lint: the output cannot be written: ${(error as Error).message}\n`);
    return EXIT.unreadable;
  }
  if (code.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`smtpd-lint: ${(error as Error).message}\n${USAGE}`);
    return EXIT.usage;
  }
  process.stderr.write(`smtpd-lint: internal error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.stderr.write('smtpd-lint: this is a fault of the tool; please report it together with the configuration\n');
  if (process.env.SMTPD_LINT_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return EXIT.internal;
}
