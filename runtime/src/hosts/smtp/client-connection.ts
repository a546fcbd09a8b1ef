import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket, type TLSSocketOptions } from 'node:tls';
import type { InputAnswer, TlsAnswer } from '@smtpd-conf/engine';
import { textBytes } from '@smtpd-conf/engine';
import { tlsSession } from '../tls-session.js';

/** How a listener secures its sessions: certificates by the name that the client asks for. */
export interface ServerTls {
  readonly options: TLSSocketOptions;
  readonly contextFor: (name: string) => SecureContext;
  /** Whether a client without a certificate that an authority has signed is turned away. */
  readonly verify: boolean;
}

/**
 * A client's socket as the session machine sees it: one read at a time, replies held until it reads again, TLS when it says
 * so. Reading stops while the machine is busy, so a client that sends faster than it is served waits in the kernel.
 */
export class ClientConnection {
  private held: string[] = [];
  private ended: InputAnswer | undefined;
  /** What woke up the reader. */
  private wake: (() => void) | undefined;
  private received: Buffer | undefined;

  constructor(private socket: Socket) {
    socket.setNoDelay(true);
    this.attach();
  }

  reply(line: string): void {
    this.held.push(line);
  }

  /** The next chunk, after the replies were sent. `timeout` in seconds. */
  async read(timeout: number): Promise<InputAnswer> {
    this.send();
    // Who does not take what was said to him is not listened to: replies pile up in the kernel only.
    if (this.socket.writableNeedDrain && !(await this.drained(timeout * 1000)))
      return this.ended ?? { type: 'timeout' };
    if (this.received === undefined && this.ended === undefined) await this.wait(timeout * 1000);
    const bytes = this.received;
    if (bytes !== undefined) {
      this.received = undefined;
      return { type: 'data', bytes };
    }
    return this.ended ?? { type: 'timeout' };
  }

  /** The handshake as the server. Plain text that came before it is dropped: nobody authenticated it. */
  async startTls({ options, contextFor, verify }: ServerTls): Promise<TlsAnswer> {
    this.send();
    this.received = undefined;
    const plain = this.socket;
    plain.removeAllListeners('data').removeAllListeners('end').removeAllListeners('error').removeAllListeners('close');
    const secured = new TLSSocket(plain, {
      ...options,
      isServer: true,
      SNICallback: (name, done) => done(null, contextFor(name)),
    });
    const failed = await new Promise<string | undefined>((resolve) => {
      secured.once('secure', () => resolve(undefined));
      secured.once('error', (error) => resolve(error.message));
      secured.once('close', () => resolve('connection closed'));
      secured.setTimeout(HANDSHAKE_TIMEOUT, () => resolve('timeout'));
    });
    secured.setTimeout(0).removeAllListeners('close').removeAllListeners('error');
    this.socket = secured;
    this.attach();
    if (failed !== undefined) return { outcome: 'failed', reason: failed };
    const problem = options.requestCert ? certificateProblem(secured) : undefined;
    if (verify && problem !== undefined) return { outcome: 'failed', reason: problem };
    return { outcome: 'secured', tls: tlsFacts(secured, options.requestCert === true && problem === undefined) };
  }

  /** Sends what is held and closes. */
  close(): void {
    this.send();
    this.socket.end();
    // One that does not close its side is not waited for.
    this.socket.setTimeout(LINGER, () => this.socket.destroy());
  }

  /** Closes at once, as for a server that goes down. */
  destroy(): void {
    this.socket.destroy();
  }

  private send(): void {
    if (this.held.length === 0) return;
    const lines = this.held;
    this.held = [];
    if (!this.socket.destroyed) this.socket.write(textBytes(`${lines.join('\r\n')}\r\n`));
  }

  private attach(): void {
    const { socket } = this;
    socket.on('data', (bytes: Buffer) => {
      socket.pause();
      this.received = bytes;
      this.notify();
    });
    socket.on('end', () => this.end({ type: 'closed' }));
    socket.on('close', () => this.end({ type: 'closed' }));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.end(error.code === 'ECONNRESET' ? { type: 'closed' } : { type: 'failed', reason: error.message });
    });
    socket.pause();
  }

  private async drained(milliseconds: number): Promise<boolean> {
    const { socket } = this;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        socket.off('drain', done).off('close', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      socket.once('drain', done).once('close', done);
    });
    return !socket.writableNeedDrain && !socket.destroyed;
  }

  private end(how: InputAnswer): void {
    this.ended ??= how;
    this.notify();
  }

  private notify(): void {
    this.wake?.();
    this.wake = undefined;
  }

  private async wait(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, milliseconds);
      this.socket.resume();
    });
    this.wake = undefined;
    clearTimeout(timer);
  }
}

/** Milliseconds. */
const HANDSHAKE_TIMEOUT = 300_000;
const LINGER = 2000;

/** What is wrong with a client's certificate. Node looks at that by itself only where its own server took the connection. */
function certificateProblem(socket: TLSSocket): string | undefined {
  const { ssl } = socket as unknown as { readonly ssl: { verifyError(): Error | null } };
  return ssl.verifyError()?.message;
}

function tlsFacts(socket: TLSSocket, verified: boolean): Extract<TlsAnswer, { outcome: 'secured' }>['tls'] {
  const peer = socket.getPeerCertificate();
  const certificate =
    'fingerprint256' in peer && peer.fingerprint256
      ? {
          certificate: {
            fingerprint: `SHA256:${peer.fingerprint256.replaceAll(':', '').toLowerCase()}`,
            verified,
          },
        }
      : {};
  return { ...tlsSession(socket), ...certificate };
}
