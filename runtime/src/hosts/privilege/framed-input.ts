import type { Readable } from 'node:stream';

/** So many bytes of a stream, for one reader. */
interface Body {
  read(): AsyncIterable<Uint8Array>;
  /** Reads what is left of it, for nobody. */
  drain(): Promise<void>;
  /** Resolves when all of it was read. */
  readonly end: Promise<void>;
}

/** Lines and bodies of known lengths out of one stream. A body has to be read to its end before the next line is. */
export class FramedInput {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);
  private turn: Promise<unknown> = Promise.resolve();

  constructor(stream: Readable) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** The next line, without its end; undefined at the end of the stream. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.rest.indexOf(LF);
      if (end !== -1) {
        const line = this.rest.subarray(0, end).toString('utf8');
        this.rest = this.rest.subarray(end + 1);
        return line;
      }
      const more = await this.more();
      if (more === undefined) return undefined;
      this.rest = Buffer.concat([this.rest, more]);
    }
  }

  body(bytes: number): Body {
    let left = bytes;
    let ended: () => void = () => undefined;
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    if (left === 0) ended();
    const next = async (): Promise<Buffer | undefined> => {
      if (left === 0) return undefined;
      if (this.rest.length === 0) {
        const more = await this.more();
        if (more === undefined) throw new Error('the message was cut off');
        this.rest = more;
      }
      const piece = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(piece.length);
      left -= piece.length;
      if (left === 0) ended();
      return piece;
    };
    // A reader that has gone away may still wait for a piece while the rest is drained.
    const inTurn = (): Promise<Buffer | undefined> => {
      const piece = this.turn.then(next);
      this.turn = piece.catch(() => undefined);
      return piece;
    };
    return {
      end,
      async *read() {
        for (let piece = await inTurn(); piece !== undefined; piece = await inTurn()) yield piece;
      },
      async drain() {
        while ((await inTurn()) !== undefined);
      },
    };
  }

  private async more(): Promise<Buffer | undefined> {
    const { value, done } = await this.chunks.next();
    return done ? undefined : value;
  }
}

const LF = 0x0a;
