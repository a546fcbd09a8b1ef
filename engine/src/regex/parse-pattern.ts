import { readBracket } from './bracket.js';
import { ANY_BYTE, type ByteSet, complement, SPACE_BYTES, singleByte, WORD_BYTES } from './byte-set.js';
import { PatternFault, type PatternText } from './pattern-text.js';
import { type Anchor, nextToken, type Token } from './token.js';

/** A pattern as a tree. What is `undefined` matches the empty string. */
export type PatternTree =
  | { readonly type: 'set'; readonly set: ByteSet }
  | { readonly type: 'anchor'; readonly anchor: Anchor }
  | { readonly type: 'group'; readonly index: number; readonly body: PatternTree | undefined }
  | { readonly type: 'back-reference'; readonly group: number }
  | { readonly type: 'sequence'; readonly parts: readonly PatternTree[] }
  | { readonly type: 'choice'; readonly branches: readonly (PatternTree | undefined)[] }
  | { readonly type: 'repeat'; readonly body: PatternTree; readonly least: number; readonly most: number };

export interface Pattern {
  readonly tree: PatternTree | undefined;
  /** Groups that a back-reference names, counting from 0. */
  readonly referenced: ReadonlySet<number>;
}

/** RE_DUP_MAX. */
const MOST_REPEATS = 0x7fff;
/** Nothing said about nesting; the C library would run out of stack somewhere. */
const DEEPEST = 1000;

interface Reader {
  readonly text: PatternText;
  token: Token;
  groups: number;
  /** Groups that a back-reference may name here (completed_bkref_map). */
  complete: ReadonlySet<number>;
  readonly referenced: Set<number>;
}

/** regcomp.c:parse. Throws a PatternFault. */
export function parsePattern(text: PatternText): Pattern {
  const reader: Reader = { text, token: nextToken(text), groups: 0, complete: new Set(), referenced: new Set() };
  const tree = readChoice(reader, 0);
  return { tree, referenced: reader.referenced };
}

/** regcomp.c:parse_reg_exp. A branch may be empty, and refers to no group of another branch. */
function readChoice(reader: Reader, depth: number): PatternTree | undefined {
  const before = reader.complete;
  const branches = [readBranch(reader, depth)];
  while (reader.token.type === 'alternative') {
    advance(reader);
    const after = reader.complete;
    reader.complete = before;
    branches.push(endsBranch(reader, depth) ? undefined : readBranch(reader, depth));
    reader.complete = new Set([...after, ...reader.complete]);
  }
  return branches.length === 1 ? branches[0] : { type: 'choice', branches };
}

function endsBranch({ token }: Reader, depth: number): boolean {
  return token.type === 'alternative' || token.type === 'end' || (depth > 0 && token.type === 'close');
}

/** regcomp.c:parse_branch. */
function readBranch(reader: Reader, depth: number): PatternTree | undefined {
  const parts: PatternTree[] = [];
  while (!endsBranch(reader, depth)) {
    const part = readExpression(reader, depth);
    if (part !== undefined) parts.push(part);
  }
  return parts.length > 1 ? { type: 'sequence', parts } : parts[0];
}

/** regcomp.c:parse_expression. Anchors are not repeated, and nothing begins with an operator. */
function readExpression(reader: Reader, depth: number): PatternTree | undefined {
  const { token } = reader;
  if (token.type === 'anchor') {
    advance(reader);
    return { type: 'anchor', anchor: token.anchor };
  }
  let tree: PatternTree | undefined = readAtom(reader, token, depth);
  advance(reader);
  while (reader.token.type === 'repeat' || reader.token.type === 'open-count') tree = readRepeat(reader, tree);
  return tree;
}

/** Leaves the token that ends the atom. */
function readAtom(reader: Reader, token: Token, depth: number): PatternTree {
  switch (token.type) {
    case 'byte':
    case 'close':
    case 'close-count':
      return { type: 'set', set: singleByte(token.byte) };
    case 'open':
      return readGroup(reader, depth + 1);
    case 'bracket':
      return { type: 'set', set: readBracket(reader.text) };
    case 'back-reference':
      if (!reader.complete.has(token.group)) throw new PatternFault('REG_ESUBREG');
      reader.referenced.add(token.group);
      return { type: 'back-reference', group: token.group };
    case 'any':
      return { type: 'set', set: ANY_BYTE };
    case 'word':
      return { type: 'set', set: WORD_BYTES };
    case 'not-word':
      return { type: 'set', set: complement(WORD_BYTES) };
    case 'space':
      return { type: 'set', set: SPACE_BYTES };
    case 'not-space':
      return { type: 'set', set: complement(SPACE_BYTES) };
    case 'repeat':
    case 'open-count':
      throw new PatternFault('REG_BADRPT');
    case 'backslash':
      throw new PatternFault('REG_EESCAPE');
    case 'anchor':
    case 'alternative':
    case 'end':
      throw new Error(`no atom begins with ${token.type}`);
  }
}

/** regcomp.c:parse_sub_exp. */
function readGroup(reader: Reader, depth: number): PatternTree {
  if (depth > DEEPEST) throw new PatternFault('REG_ESPACE');
  const index = reader.groups++;
  advance(reader);
  const body = reader.token.type === 'close' ? undefined : readChoice(reader, depth);
  if (reader.token.type !== 'close') throw new PatternFault('REG_EPAREN');
  if (index < 9) reader.complete = new Set([...reader.complete, index]);
  return { type: 'group', index, body };
}

/** regcomp.c:parse_dup_op. `{,n}` is `{0,n}`; what may occur at most zero times is nothing. */
function readRepeat(reader: Reader, body: PatternTree | undefined): PatternTree | undefined {
  const { token } = reader;
  const [least, most] = token.type === 'open-count' ? readCounts(reader) : (BOUNDS[byteOf(token)] as [number, number]);
  advance(reader);
  if (body === undefined || most === 0) return undefined;
  return { type: 'repeat', body, least, most };
}

const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
  '?': [0, 1],
};

function byteOf(token: Token): string {
  return 'byte' in token ? String.fromCharCode(token.byte) : '';
}

/** Leaves the `}`. */
function readCounts(reader: Reader): [least: number, most: number] {
  let least = readNumber(reader);
  if (least === 'none') {
    if (byteOf(reader.token) !== ',') throw new PatternFault('REG_BADBR');
    least = 0;
  }
  const written = reader.token.type === 'close-count' || least === 'bad' ? least : readNumber(reader);
  if (least === 'bad' || written === 'bad') {
    throw new PatternFault(reader.token.type === 'end' ? 'REG_EBRACE' : 'REG_BADBR');
  }
  const most = written === 'none' ? Number.POSITIVE_INFINITY : written;
  if (least > most || reader.token.type !== 'close-count') throw new PatternFault('REG_BADBR');
  if ((written === 'none' ? least : written) > MOST_REPEATS) throw new PatternFault('REG_ESIZE');
  return [least, most];
}

/** regcomp.c:fetch_number: up to a comma, escaped or not, or the `}`. */
function readNumber(reader: Reader): number | 'none' | 'bad' {
  let number: number | 'none' | 'bad' = 'none';
  for (;;) {
    advance(reader);
    const { token } = reader;
    if (token.type === 'end') return 'bad';
    if (token.type === 'close-count' || byteOf(token) === ',') return number;
    const digit = token.type === 'byte' ? token.byte - 0x30 : -1;
    if (digit < 0 || digit > 9 || number === 'bad') number = 'bad';
    else number = Math.min(MOST_REPEATS + 1, (number === 'none' ? 0 : number * 10) + digit);
  }
}

function advance(reader: Reader): void {
  reader.token = nextToken(reader.text);
}
