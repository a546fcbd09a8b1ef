import { byteText } from './byte-text.js';

/** iobuf.c: IOBUF_MAX. A session never holds more of its client's bytes than this, beside the chunk it was given last. */
const CAPACITY = 65536;

/** smtp_session.c: SMTP_LINE_MAX. A line of this length, or so many bytes without a newline, are too long. */
const LINE_MAX = 65535;

const LF = 0x0a;
const CR = 0x0d;

export type Line =
  /** Without its newline, one CR before that, and whatever follows a NUL. A byte text. */
  { readonly type: 'line'; readonly text: string } | { readonly type: 'too-long' };

/**
 * The one place that cuts a client's bytes into lines, as iobuf.c:iobuf_getline and smtp_session.c:smtp_io do together: a
 * line ends at LF, with or without CR before it; a CR elsewhere is a byte like any other; a line is a C string, so that a
 * NUL hides the rest of it.
 */
export class LineReader {
  /** Grows up to CAPACITY with what clients send: thousands of silent ones should cost next to nothing. */
  private buffer = new Uint8Array(0);
  private start = 0;
  private end = 0;
  /** Up to here the buffer is known to hold no newline, so that a slow client costs no more than a fast one. */
  private searched = 0;
  /** What `buffer` holds from `textStart` to its end, made when a line is taken: one text for all lines that came together. */
  private text: string | undefined;
  private textStart = 0;
  /** What did not fit: to the daemon, bytes that the kernel still holds. */
  private pending: Uint8Array = new Uint8Array(0);

  /** Bytes already received: what follows a PROXY header in the same chunk. They wait for the first read. */
  constructor(received: Uint8Array = new Uint8Array(0)) {
    this.receive(received);
  }

  /** Whether the next read can be had without asking the client. */
  get hasPending(): boolean {
    return this.pending.length > 0;
  }

  /** How many bytes are waiting behind the lines that were taken (io_datalen). */
  get buffered(): number {
    return this.end - this.start;
  }

  /** What one read brought; without an argument, the next of what did not fit last time. */
  receive(bytes: Uint8Array = this.pending): void {
    this.text = undefined;
    this.normalize();
    const taken = Math.min(bytes.length, CAPACITY - this.end);
    this.makeRoom(this.end + taken);
    this.buffer.set(bytes.subarray(0, taken), this.end);
    this.end += taken;
    this.pending = bytes.subarray(taken);
  }

  /** The next line, or undefined until more is received. */
  take(): Line | undefined {
    const found = this.buffer.subarray(0, this.end).indexOf(LF, this.searched);
    if (found === -1) {
      this.searched = this.end;
      return this.buffered >= LINE_MAX ? { type: 'too-long' } : undefined;
    }
    const start = this.start;
    this.start = found + 1;
    this.searched = this.start;
    if (found - start >= LINE_MAX) return { type: 'too-long' };
    const end = found > start && this.buffer[found - 1] === CR ? found - 1 : found;
    return { type: 'line', text: cString(this.textOf(start, end)) };
  }

  private textOf(start: number, end: number): string {
    if (this.text === undefined) {
      this.text = byteText(this.buffer.subarray(start, this.end));
      this.textStart = start;
    }
    const line = this.text.slice(start - this.textStart, end - this.textStart);
    if (this.buffered === 0) this.text = undefined;
    return line;
  }

  private makeRoom(wanted: number): void {
    if (wanted <= this.buffer.length) return;
    const larger = new Uint8Array(Math.min(CAPACITY, Math.max(wanted, 2 * this.buffer.length)));
    larger.set(this.buffer.subarray(0, this.end));
    this.buffer = larger;
  }

  /** iobuf_normalize. */
  private normalize(): void {
    if (this.start === 0) return;
    this.buffer.copyWithin(0, this.start, this.end);
    this.end -= this.start;
    this.searched -= this.start;
    this.start = 0;
  }
}

function cString(text: string): string {
  const nul = text.indexOf('\0');
  return nul === -1 ? text : text.slice(0, nul);
}
