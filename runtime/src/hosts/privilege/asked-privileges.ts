import type { Socket } from 'node:net';
import type { AuthenticateAnswer, ForwardAnswer, UserInfo } from '@smtpd-conf/engine';
import type { DeliveryResult } from '../../deliver/job.js';
import type { EnvelopeId } from '../../queue/ids.js';
import type { Channel } from './channel.js';
import type { ListenOn, Privileges, StartedProcess } from './privileges.js';
import type { NetworkQuestion } from './questions.js';

/** Privileges of a process that has none: the privileged process is asked. */
export class AskedPrivileges implements Privileges {
  private readonly processes = new Map<number, (how: string) => void>();

  constructor(
    private readonly channel: Channel,
    private readonly secrets: ReadonlyMap<string, Uint8Array>,
  ) {}

  async deliver(id: EnvelopeId): Promise<DeliveryResult> {
    try {
      return (await this.ask({ type: 'deliver', id })).value as DeliveryResult;
    } catch (error) {
      return { outcome: 'tempfail', text: (error as Error).message };
    }
  }

  async prepareMailbox(id: EnvelopeId): Promise<void> {
    await this.ask({ type: 'prepare-mailbox', id }).catch(() => undefined);
  }

  async openForward(user: UserInfo): Promise<ForwardAnswer> {
    return (await this.ask({ type: 'open-forward', user })).value as ForwardAnswer;
  }

  async authenticate(username: string, password: string): Promise<AuthenticateAnswer> {
    return (await this.ask({ type: 'authenticate', username, password })).value as AuthenticateAnswer;
  }

  async listenOn(host: string, port: number): Promise<ListenOn> {
    const [handle] = (await this.ask({ type: 'listen', host, port })).handles;
    if (handle === undefined) throw new Error(`no socket for port ${port}`);
    return handle;
  }

  async startProcessor(name: string): Promise<StartedProcess> {
    const { value, handles } = await this.ask({ type: 'start-processor', name });
    const process = value as number;
    const [stdin, stdout, stderr] = handles as readonly Socket[];
    if (!stdin || !stdout || !stderr) throw new Error(`processor ${name} ended at once`);
    const ended = new Promise<string>((resolve) => this.processes.set(process, resolve));
    const stop = (): void => void this.ask({ type: 'stop-processor', process }).catch(() => undefined);
    return { stdin, stdout, stderr, ended, stop };
  }

  async updateTable(name: string): Promise<void> {
    await this.ask({ type: 'update-table', name });
  }

  readSecret(path: string): Buffer {
    const bytes = this.secrets.get(path);
    if (bytes === undefined) throw new Error(`${path} was not read when the server started`);
    return Buffer.from(bytes);
  }

  /** The privileged process tells of the end of one that it has started. */
  processorEnded(process: number, how: string): void {
    this.processes.get(process)?.(how);
    this.processes.delete(process);
  }

  private ask(question: NetworkQuestion): ReturnType<Channel['ask']> {
    return this.channel.ask(question);
  }
}
