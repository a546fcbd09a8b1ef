/** Characters that are handed on together: few enough to need no room, enough for a write to be worth its while. */
const PIECE = 64 * 1024;

/** Messages on their way out, in pieces. */
export class MessageBuffer {
  private waiting = '';

  constructor(private readonly write: (text: string) => void) {}

  /** Messages hold their line feeds. */
  add(text: string): void {
    this.waiting += text;
    if (this.waiting.length >= PIECE) this.flush();
  }

  flush(): void {
    if (this.waiting === '') return;
    this.write(this.waiting);
    this.waiting = '';
  }
}

const ENCODER = new TextEncoder();

export const utf8Bytes = (text: string): Uint8Array => ENCODER.encode(text);

/** A byte for each character: the text was read that way. */
export const latin1Bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
