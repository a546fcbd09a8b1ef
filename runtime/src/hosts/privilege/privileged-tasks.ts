import type { SendHandle } from 'node:child_process';
import net, { isIPv6, type Socket } from 'node:net';
import { join } from 'node:path';
import { getSystemErrorName } from 'node:util';
import type { CompiledConfig } from '@smtpd-conf/compiler';
import {
  type AuthenticateAnswer,
  dispatch,
  type Effect,
  type ForwardAnswer,
  INSTALLATIONS,
  type LookupAnswer,
  type MailServices,
  mailServices,
  openForward,
  runTaskAsync,
  type TableLookup,
  textBytes,
  type UserInfo,
} from '@smtpd-conf/engine';
import type { DeliveryJob, DeliveryResult } from '../../deliver/job.js';
import { localJob } from '../../deliver/local-job.js';
import type { EnvelopeId } from '../../queue/ids.js';
import type { QueuedEnvelope } from '../../queue/queued-envelope.js';
import { checkPassword } from '../auth/check-password.js';
import { SystemUsers } from '../auth/system-users.js';
import { makeMailbox, withMailboxLock } from '../deliver/mbox.js';
import { placeOf } from '../server/listen.js';
import { withTableReread } from '../tables/reread-table.js';
import { groupId, type Identity, passwordHash } from './identity.js';
import type { PrivilegedServerOptions } from './privileged-options.js';
import type { StartedProcess } from './privileges.js';
import { procNamed, startProcessor } from './processor.js';
import { openQueuedDelivery, type QueuedDelivery } from './queued-delivery.js';
import { UserProcesses } from './user-processes.js';

function servicesOf(config: CompiledConfig): MailServices['dispatch'] {
  return mailServices(config, new Map())()(() => undefined).dispatch;
}

/** What the tasks ask of, and tell, the process that they are done for. */
interface Asking {
  /** In a table of the configuration. */
  readonly lookUp: (lookup: TableLookup) => Promise<LookupAnswer>;
  readonly processorEnded: (process: number, how: string) => void;
}

/** smtpd.c:forkmda: whatever an alias or a .forward names, an mbox action makes the user's mailbox. */
function makesMailbox({ delivery }: QueuedEnvelope): boolean {
  const { action } = delivery.rule;
  return 'method' in action && action.method.type === 'mbox';
}

/** The daemon's agents for anything but the system's mailboxes do not run as root. */
function refusalOfRoot(job: DeliveryJob): DeliveryResult | undefined {
  if (job.type === 'command' || (job.type === 'mbox' && job.plainFile)) return undefined;
  const agent = { maildir: 'mail.maildir', lmtp: 'mail.lmtp', mbox: 'mail.mboxfile' }[job.type];
  const text = `"${agent}: ${agent}: may not be executed as root"`;
  return job.type === 'lmtp' ? { outcome: 'tempfail', text, status: 75 } : { outcome: 'permfail', text, status: 1 };
}

/** net.ts of Node: binds without listening, as its cluster module does for its workers. */
const { _createServerHandle: createServerHandle } = net as unknown as {
  readonly _createServerHandle: (host: string, port: number, family: 4 | 6) => SendHandle | number;
};

/**
 * What root does for the process that speaks with the network, and nothing beyond: it listens where the configuration
 * listens, starts the processes that it names, and works out by itself what becomes of an envelope and as whom.
 */
export class PrivilegedTasks {
  private readonly users = new SystemUsers();
  private readonly deliveries: UserProcesses;
  /** With its tables as they were read last. */
  private config: CompiledConfig;
  private services: MailServices['dispatch'];
  private readonly processes = new Map<number, StartedProcess>();
  private lastProcess = 0;

  constructor(
    private readonly options: PrivilegedServerOptions,
    private readonly owner: Identity,
    private readonly asking: Asking,
  ) {
    this.deliveries = new UserProcesses(options.userProgram);
    this.config = options.config;
    this.services = servicesOf(options.config);
  }

  async deliver(id: EnvelopeId): Promise<DeliveryResult> {
    const { config } = this.options;
    const queued = this.open(id);
    const { envelope, bytes } = queued;
    try {
      const plan = await runTaskAsync(dispatch(this.services, envelope.envelope, envelope.delivery), (effect) =>
        this.answer(effect),
      );
      if (plan.type !== 'local') return { outcome: 'tempfail', text: 'this is no local delivery' };
      const job = localJob(plan, config.settings.hostname);
      if (makesMailbox(envelope)) await this.makeMailbox(plan.user);
      const refused = plan.runAs.uid === 0 ? refusalOfRoot(job) : undefined;
      if (refused) return refused;
      const headers = textBytes(plan.headers);
      const message = async function* () {
        yield headers;
        yield* queued.read();
      };
      const delivery = { job, message, bytes: headers.length + bytes };
      if (job.type !== 'mbox' || !job.plainFile) return await this.deliveries.deliver(plan.runAs, delivery);
      // mail.local(8) knows the system's users only.
      const user = this.users.find(plan.user.username);
      if (!user) return { outcome: 'permfail', text: `unknown name: ${plan.user.username}`, status: 67 };
      return await withMailboxLock(job.path, () => this.deliveries.deliver(plan.runAs, delivery));
    } finally {
      queued.close();
    }
  }

  /** For a delivery whose process will fail. */
  async prepareMailbox(id: EnvelopeId): Promise<void> {
    const queued = this.open(id);
    queued.close();
    const { delivery } = queued.envelope;
    const user = delivery.type === 'local' ? this.users.find(delivery.user) : undefined;
    if (user && makesMailbox(queued.envelope)) await this.makeMailbox(user);
  }

  openForward(user: UserInfo): ForwardAnswer {
    return openForward(this.options.files, user);
  }

  /** util.c: crypt_checkpass, over the system's shadow file (smtpd.c:parent_auth_user). */
  async authenticate(username: string, password: string): Promise<AuthenticateAnswer> {
    const hash = passwordHash(username);
    return hash !== undefined && (await checkPassword(password, hash)) ? 'ok' : 'refused';
  }

  /** A socket bound to a place; throws where the configuration listens nowhere there, or the system's error. */
  bind(host: string, port: number): SendHandle {
    const { config } = this.options;
    const isOurs = config.listeners.some((one) => {
      const place = placeOf(one, this.options);
      return place.host === host && place.port === port;
    });
    if (!isOurs) throw new Error(`the configuration does not listen on ${host} port ${port}`);
    const handle = createServerHandle(host, port, isIPv6(host) ? 6 : 4);
    if (typeof handle !== 'number') return handle;
    throw new Error(`listen on ${host} port ${port}: ${getSystemErrorName(handle)}`);
  }

  startProcessor(name: string): { readonly id: number; readonly handles: readonly SendHandle[] } {
    const { config } = this.options;
    const proc = procNamed(config, name);
    const user = proc.user === undefined ? this.owner : this.users.find(proc.user);
    if (!user) throw new Error(`processor ${name}: there is no user "${proc.user}"`);
    const gid = proc.group === undefined ? user.gid : groupId(proc.group);
    if (gid === undefined) throw new Error(`processor ${name}: there is no group "${proc.group}"`);
    const started = startProcessor(config, proc, { uid: user.uid, gid });
    this.lastProcess += 1;
    const id = this.lastProcess;
    this.processes.set(id, started);
    void started.ended.then((how) => {
      this.processes.delete(id);
      this.asking.processorEnded(id, how);
    });
    // Pipes of a child are sockets in Node.
    return { id, handles: [started.stdin, started.stdout, started.stderr] as unknown as readonly Socket[] };
  }

  /** Reads a table from its own file: what it holds is not for the other process to say. */
  updateTable(name: string): void {
    const changed = withTableReread(this.config, name, this.options.files);
    if (typeof changed === 'string') return;
    this.config = changed;
    this.services = servicesOf(changed);
  }

  stopProcessor(id: number): void {
    this.processes.get(id)?.stop();
  }

  stop(): void {
    this.deliveries.stop();
    for (const one of this.processes.values()) one.stop();
  }

  private open(id: EnvelopeId): QueuedDelivery {
    const { spool } = this.options;
    const queue = join(spool, 'queue');
    return openQueuedDelivery({ root: spool, incoming: '', corrupt: '', queue }, id, this.owner.uid);
  }

  private makeMailbox(user: UserInfo): Promise<void> {
    const { mailboxDir } = INSTALLATIONS[this.options.config.target.platform];
    return makeMailbox(`${mailboxDir}/${user.username}`, user);
  }

  private async answer(effect: Effect): Promise<unknown> {
    if (effect.type !== 'table-lookup') throw new Error(`a local delivery asked for ${effect.type}`);
    if (effect.table !== '<getpwnam>') return this.asking.lookUp(effect);
    const isDaemon = effect.key === INSTALLATIONS[this.options.config.target.platform].daemonUser;
    const user = this.users.find(effect.key) ?? (isDaemon ? { ...this.owner, directory: '/' } : undefined);
    if (!user) return { outcome: 'not-found' } satisfies LookupAnswer;
    return { outcome: 'found', value: `${user.uid}:${user.gid}:${user.directory}` } satisfies LookupAnswer;
  }
}
