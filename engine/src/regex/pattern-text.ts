/** toupper(3) in the C locale, of a byte. */
function upperByte(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
}

/**
 * A pattern while it is being read (regex_internal.c: re_string). Without regard to case its bytes are seen in capitals, but
 * for those that are asked for as they are: what follows a backslash, and the names of character classes.
 */
export class PatternText {
  at = 0;

  constructor(
    private readonly text: string,
    readonly ignoreCase: boolean,
  ) {}

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** The byte so many places ahead; -1 beyond the end. */
  peek(ahead = 0): number {
    const byte = this.raw(ahead);
    return this.ignoreCase && byte >= 0 ? upperByte(byte) : byte;
  }

  raw(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) & 0xff : -1;
  }
}

/** Why regcomp(3) refuses a pattern, by its constants. */
export type RegexError =
  | 'REG_BADPAT'
  | 'REG_ECOLLATE'
  | 'REG_ECTYPE'
  | 'REG_EESCAPE'
  | 'REG_ESUBREG'
  | 'REG_EBRACK'
  | 'REG_EPAREN'
  | 'REG_EBRACE'
  | 'REG_BADBR'
  | 'REG_ERANGE'
  | 'REG_ESPACE'
  | 'REG_BADRPT'
  | 'REG_ESIZE';

/** Thrown by the parser, caught by compileRegex. */
export class PatternFault extends Error {
  constructor(readonly code: RegexError) {
    super(code);
  }
}
