/** The bytes that parse.y pushes around a macro's value; the same bytes in a file have the same effect. */
export const START_EXPAND = 1;
export const DONE_EXPAND = 2;

/** Bits of CLASS: what yylex's macros and C-locale isalnum, isdigit and isspace say of a byte. */
export const WORD = 1;
export const WORD_START = 2;
export const DIGIT = 4;
export const ENDS_NUMBER = 8;
/** May be taken as it stands inside quotes: no quote, backslash, line feed, NUL or expansion mark. */
export const PLAIN_IN_QUOTES = 16;
export const MACRO_NAME = 32;
/** A word character that the reader may take without looking for backslash joins. */
export const PLAIN_WORD = 64;

const NOT_IN_STRING = '(){}<>!=#,';

function classify(code: number): number {
  const char = String.fromCharCode(code);
  const digit = code >= 48 && code <= 57;
  const alnum = digit || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  const punct = code > 32 && code < 127 && !alnum;
  let bits = 0;
  if (alnum || (punct && !NOT_IN_STRING.includes(char))) bits |= WORD;
  if (alnum || char === ':' || char === '_') bits |= WORD_START;
  if (digit) bits |= DIGIT;
  if ((code >= 9 && code <= 13) || char === ' ' || '),/}='.includes(char)) bits |= ENDS_NUMBER;
  if (alnum || char === '_') bits |= MACRO_NAME;
  if (bits & WORD && char !== '\\') bits |= PLAIN_WORD;
  if (code > 2 && char !== '\n' && char !== '\\' && char !== '"' && char !== "'") bits |= PLAIN_IN_QUOTES;
  return bits;
}

/** Classes of the 128 ASCII characters; every other code unit has class PLAIN_IN_QUOTES only. */
export const CLASS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => classify(code));

export function classOf(code: number): number {
  return code < 128 ? (CLASS[code] as number) : PLAIN_IN_QUOTES;
}
