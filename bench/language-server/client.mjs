import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../cli/dist/smtpd-lint.cjs', import.meta.url));
const CLOCK = fileURLToPath(new URL('clock.cjs', import.meta.url));

/** The language server as a process of its own, as an editor starts it. */
export class Client {
  /** @param {{ clock?: boolean, node?: string[] }} options whether the server tells how long it works */
  constructor({ clock = false, node = [] } = {}) {
    const env = { ...process.env };
    delete env.NODE_EXTRA_CA_CERTS;
    const args = [...node, ...(clock ? ['--require', CLOCK] : []), CLI, 'lsp', '--stdio'];
    this.server = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.rest = Buffer.alloc(0);
    this.waiting = [];
    this.messages = [];
    this.clocks = [];
    this.ended = new Promise((resolve) => this.server.on('exit', resolve));
    this.server.stdout.on('data', (chunk) => this.read(chunk));
    this.server.stderr.setEncoding('utf8').on('data', (text) => this.readClock(text));
  }

  read(chunk) {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    for (;;) {
      const head = this.rest.indexOf('\r\n\r\n');
      if (head === -1) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.rest.subarray(0, head).toString())[1]);
      if (this.rest.length < head + 4 + length) return;
      const message = JSON.parse(this.rest.subarray(head + 4, head + 4 + length).toString());
      this.rest = this.rest.subarray(head + 4 + length);
      this.messages.push({ message, at: performance.now() });
      this.tell();
    }
  }

  readClock(text) {
    this.clockText = (this.clockText ?? '') + text;
    const lines = this.clockText.split('\n');
    this.clockText = lines.pop();
    for (const line of lines) {
      const [word, busy, own, rss, heap, inUse] = line.split(' ');
      if (word === 'clock') {
        const kept = inUse ? Number(inUse) : undefined;
        this.clocks.push({ busy: Number(busy), own: Number(own), rss: Number(rss), heap: Number(heap), inUse: kept });
      } else process.stderr.write(`${line}\n`);
    }
    this.tell();
  }

  tell() {
    for (const wake of this.waiting.splice(0)) wake();
  }

  async until(ready) {
    for (;;) {
      const found = ready();
      if (found !== undefined) return found;
      await new Promise((resolve) => this.waiting.push(resolve));
    }
  }

  send(message) {
    const text = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.server.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${text.length}\r\n\r\n`), text]));
  }

  /** What the server has sent that fits, and how long it worked for that where it tells. */
  async expect(fits) {
    const found = await this.until(() => this.messages.find(({ message }) => fits(message)));
    const clocked = this.server.spawnargs.includes(CLOCK);
    const index = this.messages.indexOf(found);
    const clock = clocked ? await this.until(() => this.clocks[index]) : undefined;
    return { ...found, clock };
  }

  forget() {
    const count = Math.min(this.messages.length, this.clocks.length || this.messages.length);
    this.messages.splice(0, count);
    this.clocks.splice(0, count);
  }

  async request(id, method, params) {
    this.send({ id, method, params });
    return this.expect((message) => message.id === id);
  }

  async initialize() {
    await this.request('initialize', 'initialize', { processId: null, rootUri: null, capabilities: {} });
    this.send({ method: 'initialized', params: {} });
  }

  async stop() {
    this.send({ id: 'stop', method: 'shutdown' });
    await this.expect(({ id }) => id === 'stop');
    this.send({ method: 'exit' });
    await this.ended;
  }
}
