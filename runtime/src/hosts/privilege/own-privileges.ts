import { readFileSync } from 'node:fs';
import type { CompiledConfig, World } from '@smtpd-conf/compiler';
import {
  type AuthenticateAnswer,
  type ForwardAnswer,
  INSTALLATIONS,
  type LocalPlan,
  openForward,
  type UserInfo,
} from '@smtpd-conf/engine';
import type { DeliveryResult } from '../../deliver/job.js';
import { localJob } from '../../deliver/local-job.js';
import type { EnvelopeId } from '../../queue/ids.js';
import { deliver } from '../deliver/deliver.js';
import { withMailboxLock } from '../deliver/mbox.js';
import type { ListenOn, MessageBytes, Privileges, StartedProcess } from './privileges.js';
import { procNamed, startProcessor } from './processor.js';

export interface OwnPrivilegesOptions {
  readonly config: CompiledConfig;
  readonly files: Pick<World, 'readFile' | 'status'>;
  readonly log: (line: string) => void;
}

/** Connections waiting to be accepted (smtpd.h: SMTPD_BACKLOG is 5; Node's default loses no client to a burst). */
const BACKLOG = 511;

/** What an ordinary user may do: deliver to oneself, and run filters as oneself. */
export class OwnPrivileges implements Privileges {
  private readonly uid = process.getuid?.() ?? 0;

  constructor(private readonly options: OwnPrivilegesOptions) {}

  async deliver(_id: EnvelopeId, plan: LocalPlan, message: MessageBytes): Promise<DeliveryResult> {
    const { settings, target } = this.options.config;
    const { uid, username } = plan.runAs;
    // The daemon's own user is whoever runs this.
    const isOurs = uid === this.uid || username === INSTALLATIONS[target.platform].daemonUser;
    if (!isOurs) {
      const who = `${username} (${uid})`;
      return { outcome: 'tempfail', text: `this server runs as user ${this.uid} and cannot deliver as ${who}` };
    }
    const job = localJob(plan, settings.hostname);
    if (job.type !== 'mbox' || !job.plainFile) return deliver(job, message());
    return withMailboxLock(job.path, () => deliver(job, message())).catch((error: Error) => ({
      outcome: 'tempfail',
      text: error.message,
    }));
  }

  /** Only root makes files in the directory of the mailboxes. */
  async prepareMailbox(): Promise<void> {}

  async openForward(user: UserInfo): Promise<ForwardAnswer> {
    return openForward(this.options.files, user);
  }

  /** The hashes of the system's users are for root to read. */
  async authenticate(): Promise<AuthenticateAnswer> {
    return 'refused';
  }

  async listenOn(host: string, port: number): Promise<ListenOn> {
    return { host, port, backlog: BACKLOG };
  }

  async startProcessor(name: string): Promise<StartedProcess> {
    const { config, log } = this.options;
    const proc = procNamed(config, name);
    const wanted = [proc.user && `user ${proc.user}`, proc.group && `group ${proc.group}`].filter(Boolean);
    if (wanted.length > 0)
      log(`warn: processor ${name} runs as user ${this.uid}: only root can give it ${wanted.join(', ')}`);
    return startProcessor(config, proc, undefined);
  }

  async updateTable(): Promise<void> {
    // The server itself decides, and has read it.
  }

  readSecret(path: string): Buffer {
    return readFileSync(path);
  }
}
