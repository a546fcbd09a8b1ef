import type { Version } from '../language/version.js';
import type { Token } from '../lexer/token.js';
import type { StatementShape } from './shape.js';
import { StatementParser } from './statement-parser.js';

/** Statements longer than this are parsed each time; long lists seldom have the same length twice. */
const LONGEST_CACHED = 64;
/** When a version has more shapes than this, it starts anew: memory stays bounded whatever the input. */
const MOST_CACHED = 20_000;

const CACHES = new Map<Version, Map<string, StatementShape>>();
let parser: StatementParser | undefined;

/** The shape of a statement's tokens; the grammar is consulted once for each sequence of token types. */
export function shapeOf(tokens: readonly Token[], version: Version): StatementShape {
  parser ??= new StatementParser();
  if (tokens.length > LONGEST_CACHED) {
    return parser.parse(
      tokens.map((token) => token.type),
      version,
    );
  }
  let cache = CACHES.get(version);
  if (cache === undefined) {
    cache = new Map();
    CACHES.set(version, cache);
  }
  let key = '';
  for (const token of tokens) key += String.fromCharCode(token.type);
  let shape = cache.get(key);
  if (shape === undefined) {
    if (cache.size >= MOST_CACHED) cache.clear();
    shape = parser.parse(
      tokens.map((token) => token.type),
      version,
    );
    cache.set(key, shape);
  }
  return shape;
}
