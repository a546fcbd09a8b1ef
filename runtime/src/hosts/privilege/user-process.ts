import { deliver } from '../deliver/deliver.js';
import { FramedInput } from './framed-input.js';
import { become } from './identity.js';
import type { JobFrame, JobReport } from './user-protocol.js';

/**
 * The life of a process that delivers as one user: it becomes that user, and then does what its standard input says until
 * that ends. It starts as root, since the program may lie where the user cannot read it.
 */
export async function serveUser(uid: number, gid: number): Promise<void> {
  process.title = `smtpd-lint: deliveries of user ${uid}`;
  process.chdir('/');
  // Root's own mailbox is root's to write, and nobody else's.
  if (uid !== 0) become({ uid, gid });
  report({ started: true });
  const input = new FramedInput(process.stdin);
  const working = new Set<Promise<void>>();
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    const { id, job, bytes } = JSON.parse(line) as JobFrame;
    const message = input.body(bytes);
    const done = deliver(job, message.read())
      .then((result) => report({ id, result }))
      // What a delivery did not want of its message is none of the next one's.
      .finally(() => message.drain());
    working.add(done);
    void done.finally(() => working.delete(done));
    await message.end;
    report({ id, read: true });
  }
  await Promise.all(working);
}

function report(what: JobReport): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
