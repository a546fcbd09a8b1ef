import { connect as connectTo, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { Exchange, SessionFacts } from '../facts.js';
import type { ClientSession, SocketSession, Step } from '../scenario.js';
import { anybodyBusy } from './processes.js';

/** How long a reply may take; the daemon waits up to a second before it refuses a password. */
const PATIENCE_MS = 20_000;
/** After bytes that may have any number of replies: as long as this without another one, and nobody busy with them. */
const QUIET_MS = 400;
/** How long the end of the connection may take: where it must come, and where it need not. */
const GOODBYE_MS = 20_000;
const REFUSAL_MS = 2_000;
/** The first byte of a TLS record, by what it holds (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;
const TLS_ALERT = 0x15;

/** Where the server of a socket session is. */
type Placed = SocketSession & { readonly path: string };

/** Plays what a client does and writes down what it hears. */
export async function playSession(session: ClientSession | Placed): Promise<SessionFacts> {
  const line = new Conversation(await connect(session));
  const transcript: Exchange[] = [];
  try {
    const implicitTls = session.via === 'tcp' && session.smtps;
    const secured = implicitTls && (await line.secure());
    transcript.push({ server: await line.reply() });
    // Refused in plain text, a client that began with TLS leaves, if the daemon, which takes its handshake for commands that
    // come too early, does not hang up before: this is chance, and counts as closed.
    const leaves = implicitTls && !secured;
    let inMessage = false;
    for (const step of leaves ? [] : session.steps) {
      if (line.closed) break;
      const client = describeStep(step);
      if ('tls' in step) {
        // A filter may have refused STARTTLS: then the session goes on in plain text.
        if (transcript.at(-1)?.server.at(-1)?.startsWith('220')) await line.secure();
        continue;
      }
      if ('raw' in step) {
        line.send(step.raw);
        const server = await line.untilQuiet();
        transcript.push({ client, server });
        inMessage &&= server.length === 0;
        continue;
      }
      line.send(`${step.line}\r\n`);
      if (inMessage && step.line !== '.') {
        transcript.push({ client, server: [] });
        continue;
      }
      const server = await line.reply();
      transcript.push({ client, server });
      inMessage = !inMessage && (server.at(-1)?.startsWith('354') ?? false);
    }
    // A last word of the daemon's is followed by the end of the connection, sooner or later.
    const last = transcript.at(-1)?.server.at(-1) ?? '';
    if (/^(?:221|421)/.test(last)) await line.end(GOODBYE_MS);
    else if (/^[45]/.test(last) && !leaves) await line.end(REFUSAL_MS);
    return { transcript, closed: leaves || line.closed };
  } finally {
    line.destroy();
  }
}

function describeStep(step: Step): string {
  if ('line' in step) return step.line;
  return 'raw' in step ? JSON.stringify(step.raw) : '(tls)';
}

function connect(session: ClientSession | Placed): Promise<Socket> {
  const where =
    session.via === 'socket'
      ? { path: session.path }
      : { host: session.to.address, port: session.to.port, localAddress: session.from, noDelay: true };
  return new Promise((resolve, reject) => {
    const socket = connectTo(where);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

class Conversation {
  private received = '';
  private wake: () => void = () => undefined;
  closed = false;

  constructor(private socket: Socket) {
    this.listen(socket);
  }

  send(text: string): void {
    this.socket.write(Buffer.from(text, 'latin1'));
  }

  /** The lines of one reply: all up to the one without a dash behind its code; what there is, when nothing more comes. */
  async reply(): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.line(PATIENCE_MS);
      if (line === undefined) return this.closed || lines.length > 0 ? lines : ['(no reply)'];
      lines.push(line);
      if (line[3] !== '-') return lines;
    }
  }

  async untilQuiet(): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.line(QUIET_MS);
      if (line !== undefined) lines.push(line);
      else if (this.closed || !anybodyBusy()) return lines;
    }
  }

  /** Begins TLS; false where the server speaks plain text instead: a filter may refuse a client before the handshake. */
  secure(): Promise<boolean> {
    const plain = this.socket;
    plain.removeAllListeners('data');
    const records = new Duplex({
      read: () => undefined,
      write: (bytes, _encoding, done) => plain.write(bytes, done),
    });
    return new Promise((resolve, reject) => {
      const secured = connectTls({ socket: records, rejectUnauthorized: false });
      secured.once('error', reject);
      secured.once('secureConnect', () => {
        secured.off('error', reject);
        this.socket = secured;
        this.listen(secured);
        resolve(true);
      });
      plain.once('data', (bytes) => {
        if (bytes[0] !== TLS_HANDSHAKE && bytes[0] !== TLS_ALERT) {
          this.take(bytes);
          this.listen(plain);
          resolve(false);
          return;
        }
        records.push(bytes);
        plain.on('data', (more) => records.push(more));
        plain.once('end', () => records.push(null));
      });
    });
  }

  /** Waits until the daemon has closed the connection; for so long at most. */
  async end(patience: number): Promise<void> {
    const deadline = Date.now() + patience;
    while (!this.closed && Date.now() < deadline) await delay(5);
  }

  destroy(): void {
    this.socket.destroy();
  }

  private listen(socket: Socket): void {
    socket.on('data', (bytes) => this.take(bytes));
    const close = () => {
      this.closed = true;
      this.wake();
    };
    socket.on('end', close);
    socket.on('error', close);
    socket.on('close', close);
  }

  private take(bytes: Buffer): void {
    this.received += bytes.toString('latin1');
    this.wake();
  }

  private async line(patience: number): Promise<string | undefined> {
    const deadline = Date.now() + patience;
    for (;;) {
      const end = this.received.indexOf('\r\n');
      if (end !== -1) {
        const line = this.received.slice(0, end);
        this.received = this.received.slice(end + 2);
        return line;
      }
      const left = deadline - Date.now();
      if (this.closed || left <= 0) return undefined;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
