import { type ByteSet, CHARACTER_CLASSES, complement } from './byte-set.js';
import { PatternFault, type PatternText } from './pattern-text.js';

const MINUS = 0x2d;
const CARET = 0x5e;
const OPEN = 0x5b;
const CLOSE = 0x5d;
/** BRACKET_NAME_BUF_SIZE. */
const LONGEST_NAME = 32;

type BracketToken =
  | { readonly type: 'byte' | 'minus' | 'close' | 'caret'; readonly byte: number; readonly length: number }
  | { readonly type: '.' | '=' | ':'; readonly length: number }
  | { readonly type: 'end'; readonly length: 0 };

/** One byte, or the name of several. */
type Element =
  | { readonly type: 'byte'; readonly byte: number }
  | { readonly type: '.' | '=' | ':'; readonly name: string };

/**
 * regcomp.c:parse_bracket_exp in the C locale, from behind the `[`: a collating symbol or an equivalence class has one
 * byte, ranges go by bytes. A backslash is nothing special.
 */
export function readBracket(text: PatternText): ByteSet {
  const set = new Uint8Array(256);
  let token = peekBracket(text);
  if (token.type === 'end') throw new PatternFault('REG_BADPAT');
  const negated = token.type === 'caret';
  if (negated) {
    text.at += token.length;
    token = peekBracket(text);
    if (token.type === 'end') throw new PatternFault('REG_BADPAT');
  }
  if (token.type === 'close') token = { ...token, type: 'byte' };
  for (let first = true; first || token.type !== 'close'; first = false) {
    const element = readElement(text, token, first);
    token = peekBracket(text);
    const end = element.type === ':' || element.type === '=' ? undefined : rangeEnd(text, token);
    if (end !== undefined) {
      addRange(set, element, end);
      token = peekBracket(text);
    } else {
      if (token.type === 'minus' && element.type !== ':' && element.type !== '=') token = { ...token, type: 'byte' };
      addElement(set, element, text.ignoreCase);
    }
    if (token.type === 'end') throw new PatternFault('REG_EBRACK');
  }
  text.at += token.length;
  return negated ? complement(set) : set;
}

/** regcomp.c:peek_token_bracket. */
function peekBracket(text: PatternText): BracketToken {
  const byte = text.peek();
  if (byte < 0) return { type: 'end', length: 0 };
  if (byte === OPEN) {
    const kind = String.fromCharCode(Math.max(text.peek(1), 0));
    if (kind === '.' || kind === '=' || kind === ':') return { type: kind, length: 2 };
  }
  if (byte === CLOSE) return { type: 'close', byte, length: 1 };
  if (byte === CARET) return { type: 'caret', byte, length: 1 };
  return { type: byte === MINUS ? 'minus' : 'byte', byte, length: 1 };
}

/** regcomp.c:parse_bracket_element. A minus sign stands for itself at the beginning, at the end, and as the end of a range. */
function readElement(text: PatternText, token: BracketToken, minusAllowed: boolean): Element {
  text.at += token.length;
  switch (token.type) {
    case '.':
    case '=':
    case ':':
      return { type: token.type, name: readName(text, token.type) };
    case 'minus':
      if (!minusAllowed && peekBracket(text).type !== 'close') throw new PatternFault('REG_ERANGE');
      return { type: 'byte', byte: token.byte };
    case 'end':
      throw new PatternFault('REG_EBRACK');
    default:
      return { type: 'byte', byte: token.byte };
  }
}

/** regcomp.c:parse_bracket_symbol: up to the kind's character and a `]`. */
function readName(text: PatternText, kind: '.' | '=' | ':'): string {
  let name = '';
  while (name.length < LONGEST_NAME && !text.ended) {
    const character = String.fromCharCode(kind === ':' ? text.raw() : text.peek());
    text.at++;
    if (text.ended) break;
    if (character === kind && text.peek() === CLOSE) {
      text.at++;
      return name;
    }
    name += character;
  }
  throw new PatternFault('REG_EBRACK');
}

/** The other end where a minus sign and something to end at follow. */
function rangeEnd(text: PatternText, token: BracketToken): Element | undefined {
  if (token.type === 'end') throw new PatternFault('REG_EBRACK');
  if (token.type !== 'minus') return undefined;
  text.at += token.length;
  const end = peekBracket(text);
  if (end.type === 'end') throw new PatternFault('REG_EBRACK');
  if (end.type !== 'close') return readElement(text, end, true);
  text.at -= token.length;
  return undefined;
}

/** regcomp.c:build_range_exp. */
function addRange(set: ByteSet, from: Element, to: Element): void {
  if (from.type === ':' || from.type === '=' || to.type === ':' || to.type === '=')
    throw new PatternFault('REG_ERANGE');
  const first = collatingByte(from);
  const last = collatingByte(to);
  if (first > last) throw new PatternFault('REG_ERANGE');
  set.fill(1, first, last + 1);
}

function collatingByte(element: Element): number {
  if (element.type === 'byte') return element.byte;
  if (element.name.length !== 1) throw new PatternFault('REG_ECOLLATE');
  return element.name.charCodeAt(0);
}

function addElement(set: ByteSet, element: Element, ignoreCase: boolean): void {
  if (element.type !== ':') {
    set[collatingByte(element)] = 1;
    return;
  }
  const cased = element.name === 'upper' || element.name === 'lower';
  const members = CHARACTER_CLASSES.get(ignoreCase && cased ? 'alpha' : element.name);
  if (members === undefined) throw new PatternFault('REG_ECTYPE');
  for (let byte = 0; byte < 256; byte++) if (members[byte]) set[byte] = 1;
}
