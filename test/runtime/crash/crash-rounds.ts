import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storedQueue } from '@smtpd-conf/runtime';
import { freePort, OWNER, RunningServer } from '../running-server.js';
import { Account, type Item, itemOf } from './account.js';
import { loadSession } from './load-session.js';
import { nextServer } from './next-server.js';
import { wholeToken } from './numbered-message.js';

const MAILDIRS = ['a.example', 'b.example'];
const RELAYED = 'relay.example';

export interface CrashOptions {
  readonly rounds: number;
  readonly sessions: number;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** As root, with processes for network and users. */
  readonly privileged: boolean;
  readonly progress: (round: number) => void;
}

export interface CrashReport {
  readonly problems: readonly string[];
  readonly counts: Account['counts'];
  /** Items that were in the queue when the server died, over all rounds. */
  readonly survived: number;
}

/**
 * Round after round, a server under load is killed at a random moment and started again on what is left, often before it has
 * worked that off; at last it is left to finish. Every message that was answered 250 is accounted for after each round.
 */
export async function crashRounds(options: CrashOptions): Promise<CrashReport> {
  const { rounds, sessions, random, privileged } = options;
  const account = new Account();
  const problems: string[] = [];
  let survived = 0;
  const port = await freePort();
  const next = await nextServer(port, (message) => account.arrived(relayed(message), 'the next server'));
  const server = await RunningServer.start(
    `
listen on lo port 25
smtp limit max-mails 100000
action "a" maildir "DIR/mail/a.example"
action "b" maildir "DIR/mail/b.example"
action "relay" relay host "smtp://127.0.0.1:${port}"
match from any for domain "a.example" action "a"
match from any for domain "b.example" action "b"
match from any for domain "relay.example" action "relay"
`,
    [],
    undefined,
    privileged,
  );
  const maildirs = MAILDIRS.map((domain) => new ArrivedMail(join(server.directory, 'mail', domain, 'new'), domain));
  try {
    for (let round = 0; round < rounds && problems.length === 0; round += 1) {
      options.progress(round);
      let heard: () => void = () => undefined;
      const first = new Promise<void>((resolve) => {
        heard = resolve;
      });
      const clients = Array.from({ length: sessions }, (_, n) =>
        loadSession({
          port: server.port,
          name: `${round}.${n}`,
          recipient: OWNER.username,
          domains: [...MAILDIRS, RELAYED],
          random,
          promised: (item) => {
            account.promise(item);
            heard();
          },
        }),
      );
      // Mostly at work, now and then while it is still busy with what the last crash left.
      if (random() < 0.8) await first;
      await new Promise((resolve) => setTimeout(resolve, random() ** 2 * 1500));
      await server.kill();
      await Promise.all(clients);
      for (const one of maildirs) one.look(account);
      const queued = queuedItems(join(server.directory, 'spool'));
      survived += queued.size;
      problems.push(...account.crashed(queued));
      await server.restart();
      if (server.log.includes('was set aside')) problems.push(`round ${round}: ${server.log}`);
    }
    // A delivery that was interrupted may have been noted as one that failed for now.
    server.control('schedule', 'all');
    await server.settled();
    for (const one of maildirs) one.look(account);
    problems.push(...account.settle());
    return { problems, counts: account.counts, survived };
  } finally {
    await server.stop();
    next.close();
  }
}

function relayed(message: string): Item | undefined {
  const token = wholeToken(message);
  return token === undefined ? undefined : itemOf(token, RELAYED);
}

/** What a queue on disk holds, by the messages' own words. */
function queuedItems(spool: string): ReadonlySet<Item> {
  const items = new Set<Item>();
  for (const { envelope } of storedQueue(spool)) {
    const text = readFileSync(join(spool, 'queue', envelope.id.slice(0, 8)), 'latin1');
    const token = /^X-Check: (\S+) /m.exec(text)?.[1] ?? '';
    items.add(itemOf(token, envelope.envelope.rcpt.domain));
  }
  return items;
}

/** The files of a maildir, each looked at once. */
class ArrivedMail {
  private readonly seen = new Set<string>();

  constructor(
    private readonly directory: string,
    private readonly domain: string,
  ) {}

  look(account: Account): void {
    for (const name of filesOf(this.directory)) {
      if (this.seen.has(name)) continue;
      this.seen.add(name);
      const token = wholeToken(readFileSync(join(this.directory, name), 'latin1'));
      account.arrived(token === undefined ? undefined : itemOf(token, this.domain), join(this.directory, name));
    }
  }
}

function filesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
