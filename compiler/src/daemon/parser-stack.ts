import { atLeast, type ClauseNode, type Statement, type Token, TokenType, type Version } from '@smtpd-conf/grammar';
import { valueTokens } from '../statement-context.js';

/** bison's YYMAXDEPTH: the parser gives up when its stack holds so many states. */
const MAX_DEPTH = 10_000;
/** No statement with fewer tokens can fill the stack. */
const SHORTEST = 3000;

/**
 * Where the stack of the daemon's LALR parser is full, as an index into the statement's tokens; undefined where it
 * never is. Its lists recurse to the right, so that each item stays on the stack until the list ends: that is what
 * limits inline tables to some 4,997 entries.
 */
export function stackExhaustedAt(statement: Statement, version: Version): number | undefined {
  if (statement.tokens.length < SHORTEST) return undefined;
  const index = new Map(statement.tokens.map((token, at) => [token, at]));
  const at = (token: Token): number => index.get(token) ?? statement.tokens.length;
  for (const { depth, clause, items } of listsOf(statement)) {
    const found = clause ? braceList(depth, at(clause), statement.tokens, version) : plainList(depth, items, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface List {
  /** States on the stack before the first item. */
  readonly depth: number;
  /** The opening brace of a list in braces. */
  readonly clause?: Token;
  /** The tokens of each item of a list without braces. */
  readonly items: readonly (readonly Token[])[];
}

/** States below a statement's list of options: the bottom one, `grammar`, the statement's own words, its mid-rule action. */
const BASE: Partial<Record<Statement['kind'], number>> = {
  pki: 5,
  ca: 5,
  proc: 6,
  listen: 6,
  match: 4,
  table: 5,
};

function listsOf(statement: Statement): List[] {
  const base = BASE[statement.kind] ?? 4;
  switch (statement.kind) {
    case 'table':
      return statement.entries ? [{ depth: base, clause: statement.entries.open, items: [] }] : [];
    case 'setting':
      return limitLists(statement.setting);
    case 'pki':
      return [{ depth: base, items: statement.options.map(clauseTokens) }];
    case 'listen':
      return clauseLists(statement.options, base, 0);
    case 'match':
      return clauseLists(statement.criteria, base, 1);
    case 'action': {
      const { method } = statement;
      const below =
        5 + (method ? method.words.length + (method.value ? 1 : 0) + (method.id === 'method.relay' ? 0 : 1) : 0);
      // `wrapper` may be given any number of times.
      const options = { depth: below, items: statement.options.map(clauseTokens) };
      return [options, ...clauseLists(statement.options, below, 0)];
    }
    case 'filter':
      if (statement.chain) return [{ depth: 6, clause: statement.chain.open, items: [] }];
      return statement.condition ? clauseLists([statement.condition], 9, 1) : [];
    default:
      return [];
  }
}

/** `negations`: the state that `negation` takes, whether there is a `!` or not. */
function clauseLists(clauses: readonly ClauseNode[], base: number, negations: number): List[] {
  return clauses.flatMap((clause, before) => {
    const { value } = clause;
    const depth = base + before + negations + clause.words.length;
    if (value?.kind === 'inline-table') return [{ depth: depth + 1, clause: value.open, items: [] }];
    if (value?.kind === 'filter-list') return [{ depth: depth + 1, clause: value.open, items: [] }];
    return [];
  });
}

function limitLists(setting: ClauseNode | undefined): List[] {
  if (setting?.value?.kind !== 'limits') return [];
  const midRule = setting.id.startsWith('mta.') ? 1 : 0;
  const depth = 2 + setting.words.length + (setting.value.domain ? 1 : 0) + midRule;
  const items = setting.value.limits.map(({ name, value }) => (value ? [name, value] : [name]));
  return [{ depth, items }];
}

function clauseTokens(clause: ClauseNode): Token[] {
  return [...clause.words, ...valueTokens(clause.value)];
}

function plainList(
  depth: number,
  items: readonly (readonly Token[])[],
  at: (token: Token) => number,
): number | undefined {
  for (const [before, item] of items.entries()) {
    for (const [shifted, token] of item.entries()) if (depth + before + shifted + 1 >= MAX_DEPTH) return at(token);
  }
  // The end of the list is an empty one.
  const last = items.at(-1)?.at(-1);
  return last && depth + items.length + 1 >= MAX_DEPTH ? at(last) + 1 : undefined;
}

/** Entries or filters in braces: each leaves two states, itself and what separates it from the next. */
function braceList(below: number, open: number, tokens: readonly Token[], version: Version): number | undefined {
  const loose = atLeast(version, '7.5.0');
  let depth = below + 1;
  let lines = 0;
  let at = open + 1;
  if (loose) {
    while (tokens[at]?.type === TokenType.NewLine) {
      lines++;
      at++;
    }
    if (depth + lines + 1 >= MAX_DEPTH) return at;
    depth++;
  }
  while (at < tokens.length) {
    // An item: a name, or a key, a sign and a value.
    const pair = tokens[at + 1]?.type === TokenType.Equals || tokens[at + 1]?.type === TokenType.Arrow;
    const length = pair ? 3 : 1;
    for (let shifted = 1; shifted <= length; shifted++) if (depth + shifted >= MAX_DEPTH) return at + shifted - 1;
    at += length;
    let separators = 0;
    if (tokens[at]?.type === TokenType.Comma) {
      separators++;
      if (depth + 1 + separators >= MAX_DEPTH) return at;
      at++;
    }
    const linesFrom = at;
    if (separators === 0 || loose) while (tokens[at]?.type === TokenType.NewLine) at++;
    lines = at - linesFrom;
    // The empty rest of the line feeds takes a state, and so does the empty separator before another item.
    const another = tokens[at]?.type === TokenType.String;
    const empty = lines > 0 || loose || (separators === 0 && another) ? 1 : 0;
    if (depth + 1 + separators + lines + empty >= MAX_DEPTH)
      return Math.min(at, linesFrom + MAX_DEPTH - depth - 1 - separators - 1);
    if (!another) return undefined;
    depth += 2;
  }
  return undefined;
}
