/** Pieces that are joined at a time. */
const MANY = 1000;

/** A long text out of short pieces, which V8 would keep beside it if they were added to a string. */
export class TextBuilder {
  private readonly joined: string[] = [];
  private pieces: string[] = [];

  add(piece: string): void {
    this.pieces.push(piece);
    if (this.pieces.length < MANY) return;
    this.joined.push(this.pieces.join(''));
    this.pieces = [];
  }

  get text(): string {
    return this.joined.join('') + this.pieces.join('');
  }
}
