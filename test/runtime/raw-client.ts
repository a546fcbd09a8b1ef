import { createConnection, type Socket } from 'node:net';

/** A client that sends whatever it is told, and reads replies one by one. */
export class RawClient {
  private heard = '';
  private wake: () => void = () => undefined;

  /** @param socket connected or about to be */
  constructor(readonly socket: Socket) {
    socket.on('data', (bytes: Buffer) => {
      this.heard += bytes.toString('latin1');
      this.wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.wake());
    socket.on('end', () => this.wake());
  }

  /** Connects on loopback, and reads the greeting. */
  static async greeted(port: number, host = '127.0.0.1'): Promise<RawClient> {
    const client = new RawClient(createConnection(port, host));
    await client.reply();
    return client;
  }

  send(bytes: string | Uint8Array): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Sends and gives the last line of the reply; "" when there is none any more. */
  say(bytes: string): Promise<string> {
    this.send(bytes);
    return this.reply();
  }

  /** The last line of the next reply; "" when there is none any more. */
  async reply(): Promise<string> {
    for (;;) {
      const end = /^(?:\d{3}-.*\r\n)*(\d{3} .*)\r\n/.exec(this.heard);
      if (end) {
        this.heard = this.heard.slice(end[0].length);
        return end[1] ?? '';
      }
      if (this.isOver) return '';
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Everything that is still said until the server closes. */
  async rest(): Promise<string> {
    while (!this.isOver) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    const { heard } = this;
    this.heard = '';
    return heard;
  }

  close(): void {
    this.socket.destroy();
  }

  private get isOver(): boolean {
    return this.socket.destroyed || this.socket.readableEnded;
  }
}
