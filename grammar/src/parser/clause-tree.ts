import {
  type AnyContext,
  type Clause,
  type Context,
  type Form,
  type FormPart,
  isValueKind,
  type LegacyContext,
  type ValueKind,
} from '../language/clause.js';
import { clausesIn } from '../language/clauses.js';
import { keywordType } from '../language/keywords.js';
import { atLeast, LEGACY_VERSION, type Version } from '../language/version.js';
import { legacyClausesIn } from '../legacy/clauses.js';
import { TokenType } from '../lexer/token.js';

/** One way on from a node: a keyword, or a value. */
export interface ClauseEdge {
  readonly part: FormPart;
  /** The release that first has any form along this edge. */
  since: Version;
  /** A clause that the edge leads to; where a context is gated by clause, all forms of an edge are of one. */
  readonly clause: Clause<AnyContext>;
  readonly target: ClauseNode;
}

/** A state on the way through the forms of a context. */
export interface ClauseNode {
  readonly edges: ClauseEdge[];
  /** The edge to take for the type of the next token. */
  readonly byType: Map<number, ClauseEdge>;
  /** The form that is complete here. */
  end: { readonly clause: Clause<AnyContext>; readonly form: Form } | undefined;
  /** A form that passes here, for clauses that break off. */
  readonly via: { readonly clause: Clause<AnyContext>; readonly form: Form };
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

/** The forms of some clauses as one tree. */
export function buildTree(clauses: readonly Clause<AnyContext>[]): ClauseNode {
  const [first] = clauses as readonly [Clause<AnyContext>];
  const root = newNode(first, first.forms[0] as Form);
  for (const clause of clauses) {
    for (const form of clause.forms) addForm(root, clause, form);
  }
  return root;
}

function addForm(root: ClauseNode, clause: Clause<AnyContext>, form: Form): void {
  let node = root;
  for (const part of form.parts) {
    let edge = node.edges.find((candidate) => candidate.part === part);
    if (edge === undefined) {
      edge = { part, since: form.since, clause, target: newNode(clause, form) };
      node.edges.push(edge);
      for (const type of firstTypes(part)) node.byType.set(type, edge);
    }
    if (!atLeast(form.since, edge.since)) edge.since = form.since;
    node = edge.target;
  }
  node.end = { clause, form };
}

function firstTypes(part: FormPart): readonly number[] {
  if (part === '!') return [TokenType.Bang];
  return isValueKind(part) ? FIRST_TYPES[part] : [keywordType(part)];
}

function newNode(clause: Clause<AnyContext>, form: Form): ClauseNode {
  return { edges: [], byType: new Map(), end: undefined, via: { clause, form } };
}

/** Whether the daemon's parser must see the token after a complete form before it acts on the form. */
export function needsLookahead(form: Form, context: AnyContext, existing: (since: Version) => boolean): boolean {
  let node: ClauseNode = isLegacy(context) ? buildTree(legacyClausesIn(context, LEGACY_VERSION)) : clauseTree(context);
  for (const part of form.parts) {
    const next: ClauseEdge | undefined = node.edges.find((edge) => edge.part === part);
    if (next === undefined) return true;
    node = next.target;
  }
  return node.edges.some((edge) => existing(edge.since));
}

function isLegacy(context: AnyContext): context is LegacyContext {
  return context.startsWith('legacy-');
}
