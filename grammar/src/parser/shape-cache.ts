import { LEGACY_VERSION, type Version } from '../language/version.js';
import { LegacyParser } from '../legacy/legacy-parser.js';
import type { Token } from '../lexer/token.js';
import type { StatementShape } from './shape.js';
import { StatementParser } from './statement-parser.js';

/** Statements longer than this are parsed each time; long lists seldom have the same length twice. */
const LONGEST_CACHED = 64;
/** When a version has more nodes than this, it starts anew: memory stays bounded whatever the input. */
const MOST_NODES = 200_000;

/** The statements read so far, by their token types. */
class TypeTree {
  shape: StatementShape | undefined;
  readonly next: (TypeTree | undefined)[] = [];
}

interface Cache {
  root: TypeTree;
  nodes: number;
}

/** A release, or the grammar before 6.4 with what any of its releases had. */
export type GrammarName = Version | 'legacy';

const CACHES = new Map<GrammarName, Cache>();
let parser: StatementParser | undefined;
const legacyParsers = new Map<GrammarName, LegacyParser>();

/** The shape of a statement's tokens; the grammar is consulted once for each sequence of token types. */
export function shapeOf(tokens: readonly Token[], version: GrammarName): StatementShape {
  if (tokens.length > LONGEST_CACHED) return parse(tokens, version);
  const cache = cacheOf(version);
  let node = cache.root;
  for (const { type } of tokens) {
    let next = node.next[type];
    if (next === undefined) {
      next = new TypeTree();
      node.next[type] = next;
      cache.nodes++;
    }
    node = next;
  }
  if (node.shape === undefined) {
    node.shape = parse(tokens, version);
    if (cache.nodes > MOST_NODES) CACHES.delete(version);
  }
  return node.shape;
}

function cacheOf(version: GrammarName): Cache {
  let cache = CACHES.get(version);
  if (cache === undefined) {
    cache = { root: new TypeTree(), nodes: 0 };
    CACHES.set(version, cache);
  }
  return cache;
}

function parse(tokens: readonly Token[], version: GrammarName): StatementShape {
  const types = tokens.map(({ type }) => type);
  if (version === 'legacy' || version === LEGACY_VERSION) return legacyParser(version).parse(types, LEGACY_VERSION);
  parser ??= new StatementParser();
  return parser.parse(types, version);
}

function legacyParser(version: 'legacy' | typeof LEGACY_VERSION): LegacyParser {
  let found = legacyParsers.get(version);
  if (found === undefined) {
    found = new LegacyParser(version === 'legacy' ? 'any' : version);
    legacyParsers.set(version, found);
  }
  return found;
}
