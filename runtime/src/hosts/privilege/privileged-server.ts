import { type ChildProcess, type SendHandle, spawn } from 'node:child_process';
import { chownSync, readFileSync } from 'node:fs';
import { INSTALLATIONS } from '@smtpd-conf/engine';
import { SystemUsers } from '../auth/system-users.js';
import { makeSpool } from '../queue/spool.js';
import type { MailServer } from '../server/mail-server.js';
import { type Answered, Channel } from './channel.js';
import type { Identity } from './identity.js';
import type { PrivilegedServerOptions } from './privileged-options.js';
import { PrivilegedTasks } from './privileged-tasks.js';
import type { NetworkQuestion, PrivilegedQuestion } from './questions.js';

/** Threads for the disk: so many messages at a time wait for their sync, and the system makes one write of them. */
const SYNCS = '32';

/** Names of the user that the daemon gives root up for, by installation; nobody where none of them is there. */
const DAEMON_USERS = [...new Set(Object.values(INSTALLATIONS).map(({ daemonUser }) => daemonUser)), 'nobody'];

/**
 * Starts a server as root: this process does what only root can do and never reads what comes from the network; a child
 * without privileges does all the rest. Rejects with what stands in its way, and then nothing is left running.
 */
export async function startPrivilegedServer(options: PrivilegedServerOptions): Promise<MailServer> {
  const { spool, log, fatal, networkProgram } = options;
  const users = new SystemUsers();
  const name = DAEMON_USERS.find((one) => users.find(one) !== undefined);
  const owner = name === undefined ? undefined : users.find(name);
  if (!owner || owner.uid === 0) throw new Error(`there is none of the users ${DAEMON_USERS.join(', ')}`);
  for (const directory of Object.values(makeSpool(spool))) chownSync(directory, owner.uid, owner.gid);
  const [program = '', ...args] = networkProgram;
  const child = spawn(program, args, {
    cwd: '/',
    // What was begun as root by io_uring would go on as root.
    env: { ...process.env, UV_USE_IO_URING: '0', UV_THREADPOOL_SIZE: SYNCS },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const server = new Privileged(options, child, owner);
  let stopping = false;
  child.on('error', (error) => fatal(`the network process: ${error.message}`));
  child.on('exit', (status, signal) => {
    if (!stopping) fatal(`the network process ended (${signal ?? status})`);
  });
  try {
    const listening = await server.begin(readSecrets(options));
    log(`info: the network is spoken to as user ${name} (${owner.uid}), in process ${child.pid}`);
    return {
      listening,
      lookUp: (lookup) => server.lookUp(lookup),
      stop: (patience) => {
        stopping = true;
        return server.stop(patience);
      },
    };
  } catch (error) {
    stopping = true;
    child.kill('SIGKILL');
    throw error;
  }
}

/** The files that sessions with TLS need, most of which only root can read: the child gets them before it listens. */
function readSecrets({ config, root }: PrivilegedServerOptions): ReadonlyMap<string, Uint8Array> {
  const secrets = new Map<string, Uint8Array>();
  const paths = [...config.pki.flatMap(({ cert, key }) => [cert, key]), ...config.ca.map(({ cert }) => cert)];
  for (const path of paths) {
    if (path === undefined) continue;
    const located = path.startsWith('/') ? root + path : path;
    secrets.set(located, readFileSync(located));
  }
  return secrets;
}

class Privileged {
  private readonly channel: Channel;
  private readonly tasks: PrivilegedTasks;

  constructor(
    private readonly options: PrivilegedServerOptions,
    private readonly child: ChildProcess,
    private readonly owner: Identity,
  ) {
    this.channel = new Channel(child, (question) => this.answer(question as NetworkQuestion));
    this.tasks = new PrivilegedTasks(options, owner, {
      lookUp: (lookup) => this.lookUp(lookup),
      processorEnded: (process, how) => void this.ask({ type: 'processor-ended', process, how }).catch(() => undefined),
    });
  }

  async begin(secrets: ReadonlyMap<string, Uint8Array>): Promise<readonly string[]> {
    const { config, spool, root, portOffset, bind, verbose, tracing } = this.options;
    const { uid, gid } = this.owner;
    const where = { portOffset, ...(bind === undefined ? {} : { bind }), verbose, tracing };
    const listening = await this.ask({
      type: 'begin',
      beginning: { config, spool, root, ...where, uid, gid, secrets },
    });
    return listening as readonly string[];
  }

  async lookUp(lookup: Parameters<MailServer['lookUp']>[0]): ReturnType<MailServer['lookUp']> {
    return (await this.ask({ type: 'look-up', lookup })) as Awaited<ReturnType<MailServer['lookUp']>>;
  }

  async stop(patience: number): Promise<void> {
    await this.ask({ type: 'stop', patience }).catch(() => undefined);
    this.tasks.stop();
    this.child.kill('SIGKILL');
  }

  private async ask(question: PrivilegedQuestion): Promise<unknown> {
    return (await this.channel.ask(question)).value;
  }

  private async answer(question: NetworkQuestion): Promise<Answered> {
    const { tasks, options } = this;
    switch (question.type) {
      case 'deliver':
        return { value: await tasks.deliver(question.id) };
      case 'prepare-mailbox':
        await tasks.prepareMailbox(question.id);
        return { value: undefined };
      case 'open-forward':
        return { value: tasks.openForward(question.user) };
      case 'authenticate':
        return { value: await tasks.authenticate(question.username, question.password) };
      case 'listen':
        return { value: undefined, handles: [tasks.bind(question.host, question.port) as SendHandle] };
      case 'start-processor': {
        const { id, handles } = tasks.startProcessor(question.name);
        return { value: id, handles };
      }
      case 'stop-processor':
        tasks.stopProcessor(question.process);
        return { value: undefined };
      case 'update-table':
        tasks.updateTable(question.name);
        return { value: undefined };
      case 'fatal':
        options.fatal(question.why);
        return { value: undefined };
    }
  }
}
