import { SystemWorld } from '@smtpd-conf/compiler/node';
import type { TableLookup } from '@smtpd-conf/engine';
import { type MailServer, startMailServer } from '../server/mail-server.js';
import { AskedPrivileges } from './asked-privileges.js';
import { type Answered, Channel } from './channel.js';
import { become } from './identity.js';
import type { Beginning, NetworkQuestion, PrivilegedQuestion } from './questions.js';

/**
 * The life of the process that speaks with the network: it gives root up before it listens anywhere, and asks the one that
 * started it for what only root can do. It ends with that one.
 */
export function serveNetwork(): Promise<void> {
  process.title = 'smtpd-lint: network';
  // Whoever tells the parent to stop tells the group that both are in.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  return new Promise(() => {
    process.on('disconnect', () => process.exit(0));
    new NetworkProcess();
  });
}

class NetworkProcess {
  private readonly channel = new Channel(process, (question) => this.answer(question as PrivilegedQuestion));
  private privileges: AskedPrivileges | undefined;
  private server: MailServer | undefined;

  private async answer(question: PrivilegedQuestion): Promise<Answered> {
    switch (question.type) {
      case 'begin':
        return { value: await this.begin(question.beginning) };
      case 'look-up':
        return { value: await this.lookUp(question.lookup) };
      case 'processor-ended':
        this.privileges?.processorEnded(question.process, question.how);
        return { value: undefined };
      case 'stop':
        await this.server?.stop(question.patience);
        return { value: undefined };
    }
  }

  /** Where it listens. */
  private async begin({ uid, gid, secrets, root, ...options }: Beginning): Promise<readonly string[]> {
    become({ uid, gid });
    this.privileges = new AskedPrivileges(this.channel, secrets);
    this.server = await startMailServer({
      ...options,
      root,
      files: new SystemWorld(root === '' ? {} : { root }),
      privileges: this.privileges,
      submission: 'everybody',
      log: (line) => void process.stderr.write(`${line}\n`),
      fatal: (why) => void this.channel.ask({ type: 'fatal', why } satisfies NetworkQuestion).catch(() => undefined),
    });
    return this.server.listening;
  }

  private async lookUp(lookup: TableLookup): Promise<unknown> {
    return this.server?.lookUp(lookup);
  }
}
