import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { CompiledConfig, CompiledProc } from '@smtpd-conf/compiler';
import { INSTALLATIONS } from '@smtpd-conf/engine';
import type { Identity } from './identity.js';
import type { StartedProcess } from './privileges.js';

type Processor = ChildProcessByStdio<Writable, Readable, Readable>;

/** The `proc` of a name; throws where the configuration has none. */
export function procNamed(config: CompiledConfig, name: string): CompiledProc {
  const proc = config.procs.find((one) => one.name === name);
  if (!proc) throw new Error(`the configuration has no proc "${name}"`);
  return proc;
}

/** Starts the process of a `proc` (smtpd.c:fork_filter_process); without an identity as whoever runs this. */
export function startProcessor(
  { target }: CompiledConfig,
  proc: CompiledProc,
  identity: Identity | undefined,
): StartedProcess {
  const { agentDir } = INSTALLATIONS[target.platform];
  const command = proc.command.startsWith('/') ? proc.command : `${agentDir}/${proc.command}`;
  const { program, args, options } = invocation(`exec ${command}`, proc, identity);
  const child: Processor = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (status, signal) =>
      resolve(signal === null ? `exited abnormally (${status})` : `terminated; ${signal}`),
    );
  });
  return { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, ended, stop: () => endGroup(child.pid) };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It is gone already.
  }
}

interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  readonly options: { readonly uid?: number; readonly gid?: number; readonly cwd?: string };
}

/** Node cannot change the root directory of a child, so chroot(8) does, and then changes the user as well. */
function invocation(command: string, { chroot }: CompiledProc, identity: Identity | undefined): Invocation {
  const shell = ['/bin/sh', '-c', command];
  if (chroot === undefined) {
    return { program: '/bin/sh', args: ['-c', command], options: { ...identity, cwd: '/' } };
  }
  const who = !identity
    ? []
    : process.platform === 'linux'
      ? [`--userspec=+${identity.uid}:+${identity.gid}`, `--groups=+${identity.gid}`]
      : ['-u', String(identity.uid), '-g', String(identity.gid)];
  return { program: '/usr/sbin/chroot', args: [...who, chroot, ...shell], options: {} };
}
