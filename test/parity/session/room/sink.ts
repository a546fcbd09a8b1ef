import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { TLSSocket } from 'node:tls';
import type { SinkFacts } from '../facts.js';
import type { Sink } from '../scenario.js';

interface Recording {
  at: string;
  peer?: string;
  commands: string[];
  messages: string[];
}

/** A server that says yes to everything, unless the scenario has it say something else, and writes down what it is told. */
export class SinkServer {
  readonly conversations: Recording[] = [];
  private readonly server: Server;

  private constructor(private readonly sink: Sink) {
    this.server = createServer((socket) => this.serve(socket));
  }

  static async open(sink: Sink): Promise<SinkServer> {
    const one = new SinkServer(sink);
    if ('path' in sink.at) mkdirSync(dirname(sink.at.path), { recursive: true });
    await new Promise<void>((resolve, reject) => {
      one.server.once('error', reject);
      if ('path' in sink.at) one.server.listen(sink.at.path, resolve);
      else one.server.listen(sink.at.port, sink.at.address, resolve);
    });
    if ('path' in sink.at) chmodSync(sink.at.path, 0o777);
    return one;
  }

  /** Conversations in which something was said. */
  get facts(): readonly SinkFacts[] {
    return this.conversations.filter(({ commands }) => commands.length > 0);
  }

  close(): void {
    this.server.close();
  }

  private serve(socket: Socket): void {
    const { at, protocol } = this.sink;
    const recording: Recording = {
      at: 'path' in at ? at.path : `${at.address}:${at.port}`,
      commands: [],
      messages: [],
    };
    if ('port' in at && socket.remoteAddress !== undefined) recording.peer = socket.remoteAddress;
    this.conversations.push(recording);
    let message: string[] | undefined;
    let recipients: string[] = [];
    let buffered = '';
    let stream = socket;
    const say = (text: string) => stream.write(`${text}\r\n`, 'latin1');
    const answer = (command: string, usual: string) => say(this.sink.replies[command] ?? usual);
    const hear = (line: string) => {
      if (message) {
        if (line !== '.') {
          message.push(line.startsWith('.') ? line.slice(1) : line);
          return;
        }
        recording.messages.push(message.map((one) => `${one}\n`).join(''));
        message = undefined;
        // LMTP answers once for each recipient that was taken.
        for (const _ of protocol === 'lmtp' ? recipients : ['']) answer('.', '250 2.0.0 Ok');
        recipients = [];
        return;
      }
      recording.commands.push(line);
      const [verb = ''] = /^(?:MAIL FROM|RCPT TO|[A-Z]+)/i.exec(line) ?? [];
      const command = verb.toUpperCase();
      switch (command) {
        case 'EHLO':
        case 'LHLO':
          if (this.sink.replies[command]) return answer(command, '');
          say(['250-sink', ...this.extensions(stream).map((one) => `250-${one}`), '250 HELP'].join('\r\n'));
          return;
        case 'STARTTLS':
          answer(command, '220 2.0.0 Ready');
          stream = this.secured(socket);
          listen();
          return;
        case 'RCPT TO': {
          const reply = this.sink.replies[command] ?? '250 2.1.5 Ok';
          if (reply.startsWith('2')) recipients.push(line);
          say(reply);
          return;
        }
        case 'DATA': {
          const reply = this.sink.replies[command] ?? '354 Go on';
          if (reply.startsWith('3')) message = [];
          say(reply);
          return;
        }
        case 'QUIT':
          say('221 2.0.0 Bye');
          stream.end();
          return;
        default:
          answer(command, '250 2.0.0 Ok');
      }
    };
    const listen = (): void => {
      stream.on('error', () => undefined);
      stream.on('data', (bytes: Buffer) => {
        buffered += bytes.toString('latin1');
        for (let end = buffered.indexOf('\n'); end !== -1; end = buffered.indexOf('\n')) {
          const line = buffered.slice(0, end).replace(/\r$/, '');
          buffered = buffered.slice(end + 1);
          hear(line);
        }
      });
    };
    listen();
    say(this.sink.replies.CONNECT ?? '220 sink ready');
  }
  /** What it offers; STARTTLS until TLS is there. */
  private extensions(stream: Socket): readonly string[] {
    const { extensions, tls } = this.sink;
    return tls === undefined || stream instanceof TLSSocket ? extensions : ['STARTTLS', ...extensions];
  }

  /** The connection under TLS. */
  private secured(socket: Socket): Socket {
    socket.removeAllListeners('data');
    const { cert = '', key = '' } = this.sink.tls ?? {};
    return new TLSSocket(socket, { isServer: true, cert: readFileSync(cert), key: readFileSync(key) });
  }
}
