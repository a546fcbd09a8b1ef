import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lint } from '@smtpd-conf/checker';
import { analyze, type CompiledConfig, validateConfig } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import {
  type MailServer,
  type MailServerOptions,
  OwnPrivileges,
  startMailServer,
  startPrivilegedServer,
  TRACE_SUBSYSTEMS,
  type TraceSubsystem,
} from '@smtpd-conf/runtime';
import { EXIT, UserError } from '../exit-status.js';
import { readSource, reason } from '../read-source.js';
import { fileReport } from '../reporters/file-report.js';
import { textReport } from '../reporters/text.js';
import { startProblem } from '../run/start-problem.js';
import { listenForSignals } from '../run/turns.js';
import { parseTarget } from '../target.js';

/** Milliseconds that sessions and deliveries have to come to their end when the server is told to stop. */
const PATIENCE = 30_000;

/** `smtpd-lint run -f FILE`: a mail server that does what the configuration says, until it is told to stop. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      file: { type: 'string', short: 'f' },
      root: { type: 'string', default: '' },
      spool: { type: 'string' },
      bind: { type: 'string' },
      'port-offset': { type: 'string', default: '0' },
      verbose: { type: 'boolean', short: 'v', default: false },
      trace: { type: 'string', short: 'T', multiple: true, default: [] },
      target: { type: 'string' },
      platform: { type: 'string' },
    },
  });
  // Messages wait for the disk together, not four at a time; Node reads this when it first does.
  process.env.UV_THREADPOOL_SIZE ??= '32';
  const [stray] = positionals;
  if (values.file === undefined || stray !== undefined) {
    throw new UserError(`run takes one configuration, given with -f${stray === undefined ? '' : ` (not ${stray})`}`);
  }
  if (values.spool === undefined) throw new UserError('run needs --spool DIR, a directory for its queue');
  if (!/^-?\d{1,5}$/.test(values['port-offset'])) {
    throw new UserError(`--port-offset ${values['port-offset']}: use a number`);
  }
  const { file } = values;
  const root = values.root === '' ? '' : resolve(values.root);
  const target = parseTarget(values.target, values.platform);
  const world = new SystemWorld({ root: root === '' ? undefined : root, platform: target.platform });
  const settings = {
    files: world,
    root,
    spool: resolve(values.spool),
    portOffset: Number(values['port-offset']),
    verbose: values.verbose,
    tracing: values.trace.map(traceSubsystem),
    ...(values.bind === undefined ? {} : { bind: values.bind }),
  };
  return serve(settings, () => readConfig(file, world, target));
}

function traceSubsystem(name: string): TraceSubsystem {
  const known = TRACE_SUBSYSTEMS.find((one) => one === name);
  if (known === undefined) throw new UserError(`-T ${name}: use one of ${TRACE_SUBSYSTEMS.join(', ')}`);
  return known;
}

type Settings = Omit<MailServerOptions, 'log' | 'fatal' | 'privileges' | 'submission' | 'config'>;

/** Serves until it is told to end, with the configuration as it was when the server was last told to read it. */
async function serve(settings: Settings, read: () => Promise<CompiledConfig | undefined>): Promise<number> {
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  let config = await read();
  if (config === undefined) return EXIT.findings;
  const turns = listenForSignals(log);
  const fatal = (why: string): void => {
    log(`fatal: ${why}`);
    turns.say({ type: 'end', status: EXIT.findings });
  };
  for (;;) {
    const server = await start({ ...settings, config, log, fatal }).catch((error: Error) => {
      throw new UserError(`the server cannot start: ${startProblem(error, settings.spool)}`, EXIT.unreadable);
    });
    log(`info: listening on ${server.listening.join(', ')}`);
    for (;;) {
      const turn = await turns.next();
      const changed = turn.type === 'reload' ? await readAgain(read, log) : undefined;
      if (turn.type === 'reload' && changed === undefined) continue;
      log(changed ? 'info: the configuration is read again' : 'info: stopping');
      // A server that cannot go on waits for nobody: what sessions wait for may be what is gone.
      await server.stop(turn.type === 'end' && turn.status !== EXIT.clean ? 0 : PATIENCE);
      if (turn.type === 'end') return turn.status;
      config = changed ?? config;
      break;
    }
  }
}

/** SIGHUP: a configuration with errors in it, or none at all, changes nothing. */
async function readAgain(
  read: () => Promise<CompiledConfig | undefined>,
  log: (line: string) => void,
): Promise<CompiledConfig | undefined> {
  const config = await read().catch((error: Error) => log(`warn: ${error.message}`));
  if (!config) log('warn: the configuration cannot be used; the server goes on with the one that it has');
  return config ?? undefined;
}

/** As root the work is divided among processes, most of which are not root; anybody else delivers to himself only. */
function start(options: Omit<MailServerOptions, 'privileges' | 'submission'>): Promise<MailServer> {
  const { config, files, log } = options;
  const uid = process.getuid?.();
  if (uid === 0) {
    const [, program = ''] = process.argv;
    const part = (name: string): string[] => [process.execPath, program, name];
    return startPrivilegedServer({ ...options, networkProgram: part('run-network'), userProgram: part('run-user') });
  }
  log(`info: without root, mail is delivered to user ${uid} only`);
  if (config.listeners.some(({ auth }) => auth !== undefined && auth.table === undefined)) {
    log(
      "warn: only root can check the passwords of the system's users: nobody can authenticate where auth names no table",
    );
  }
  return startMailServer({ ...options, privileges: new OwnPrivileges({ config, files, log }), submission: 'owner' });
}

/** A configuration, or one that was compiled before; undefined where it has errors, which stderr names. */
async function readConfig(
  file: string,
  world: SystemWorld,
  target: ReturnType<typeof parseTarget>,
): Promise<CompiledConfig | undefined> {
  if (file.endsWith('.json')) return readCompiled(file);
  const source = readSource(file);
  const analysis = analyze(source, world, target);
  if (!analysis.problems.some(({ severity }) => severity === 'error')) return analysis.config;
  const findings = lint(analysis, { rules: [] });
  process.stderr.write(textReport({ files: [fileReport(file, source, analysis, { findings, suppressed: [] })] }));
  return undefined;
}

async function readCompiled(file: string): Promise<CompiledConfig> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${file}: cannot be read: ${reason(error)}`, EXIT.unreadable);
  }
  const validation = await validateConfig(value);
  if ('config' in validation) return validation.config;
  throw new UserError(`${file}: is no compiled configuration: ${validation.errors[0]?.message ?? ''}`, EXIT.usage);
}
