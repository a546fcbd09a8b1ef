import {
  type Clause,
  type Context,
  type Form,
  type FormPart,
  isValueKind,
  type ValueKind,
} from '../language/clause.js';
import { clausesIn } from '../language/clauses.js';
import { keywordType } from '../language/keywords.js';
import { VERSIONS, type Version } from '../language/version.js';
import { TokenType } from '../lexer/token.js';

/** One way on from a node: a keyword, or a value. */
export interface ClauseEdge {
  readonly part: FormPart;
  /** The release that first has any form along this edge. */
  since: Version;
  /** A clause that the edge leads to; where a context is gated by clause, all forms of an edge are of one. */
  readonly clause: Clause;
  readonly target: ClauseNode;
}

/** A state on the way through the forms of a context. */
export interface ClauseNode {
  readonly edges: ClauseEdge[];
  /** The edge to take for the type of the next token. */
  readonly byType: Map<number, ClauseEdge>;
  /** The form that is complete here. */
  end: { readonly clause: Clause; readonly form: Form } | undefined;
  /** A form that passes here, for clauses that break off. */
  readonly via: { readonly clause: Clause; readonly form: Form };
}

/** The types of the tokens that a value can begin with. `inet4` and `inet6` in limits are left to the parser. */
const FIRST_TYPES: Readonly<Record<ValueKind, readonly number[]>> = {
  STRING: [TokenType.String],
  NUMBER: [TokenType.Number],
  SIZE: [TokenType.Number, TokenType.String],
  TABLE: [TokenType.String, TokenType.AngleOpen, TokenType.BraceOpen],
  FILTERS: [TokenType.BraceOpen],
  DELAYS: [TokenType.String],
  LIMITS: [TokenType.String],
  PAIR: [TokenType.String],
};

const TREES = new Map<Context, ClauseNode>();

/** All forms of a context as one tree, in which one token always tells the way. */
export function clauseTree(context: Context): ClauseNode {
  let tree = TREES.get(context);
  if (tree === undefined) {
    tree = buildTree(clausesIn(context));
    TREES.set(context, tree);
  }
  return tree;
}

function buildTree(clauses: readonly Clause[]): ClauseNode {
  const [first] = clauses as readonly [Clause];
  const root = newNode(first, first.forms[0] as Form);
  for (const clause of clauses) {
    for (const form of clause.forms) addForm(root, clause, form);
  }
  return root;
}

function addForm(root: ClauseNode, clause: Clause, form: Form): void {
  let node = root;
  for (const part of form.parts) {
    let edge = node.edges.find((candidate) => candidate.part === part);
    if (edge === undefined) {
      edge = { part, since: form.since, clause, target: newNode(clause, form) };
      node.edges.push(edge);
      for (const type of isValueKind(part) ? FIRST_TYPES[part] : [keywordType(part)]) node.byType.set(type, edge);
    }
    if (VERSIONS.indexOf(form.since) < VERSIONS.indexOf(edge.since)) edge.since = form.since;
    node = edge.target;
  }
  node.end = { clause, form };
}

function newNode(clause: Clause, form: Form): ClauseNode {
  return { edges: [], byType: new Map(), end: undefined, via: { clause, form } };
}

/** Whether the daemon's parser must see the token after a complete form before it acts on the form. */
export function needsLookahead(form: Form, context: Context, existing: (since: Version) => boolean): boolean {
  let node: ClauseNode = clauseTree(context);
  for (const part of form.parts) {
    const next: ClauseEdge | undefined = node.edges.find((edge) => edge.part === part);
    if (next === undefined) return true;
    node = next.target;
  }
  return node.edges.some((edge) => existing(edge.since));
}
