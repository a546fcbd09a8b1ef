import { LineIndex } from './line-index.js';

/**
 * One file's text. The daemon reads bytes, editors speak UTF-16: `encoding` says how one became the other, so that
 * byte lengths (the daemon's limits) and byte-exact output can be had from the text.
 */
export class Source {
  private index: LineIndex | undefined;

  /**
   * @param name the path as the user or the `include` statement wrote it; it stands in messages
   * @param encoding `latin1` when the bytes were not UTF-8: then each byte is one code unit
   */
  constructor(
    readonly name: string,
    readonly text: string,
    readonly encoding: 'utf-8' | 'latin1' = 'utf-8',
  ) {}

  get lines(): LineIndex {
    this.index ??= new LineIndex(this.text);
    return this.index;
  }

  /** Takes each byte for a code unit, whatever the encoding: the daemon's own view of a file. */
  static ofBytes(name: string, bytes: Uint8Array): Source {
    return new Source(name, decodeLatin1(bytes), 'latin1');
  }

  /** Decodes a file's bytes: as UTF-8 when they are UTF-8 (a byte order mark is kept), else byte by byte. */
  static fromBytes(name: string, bytes: Uint8Array): Source {
    try {
      return new Source(name, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      return new Source(name, decodeLatin1(bytes), 'latin1');
    }
  }
}

/** One code unit a byte. Not TextDecoder('latin1'), which is windows-1252. */
function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
