import { type Clause, type Context, type Form, type FormPart, isValueKind } from '../language/clause.js';
import { clausesIn } from '../language/clauses.js';
import { keywordType } from '../language/keywords.js';
import { VERSIONS, type Version } from '../language/version.js';

/** One way on from a node: a keyword, or a value. */
export interface ClauseEdge {
  readonly part: FormPart;
  /** The token type of a keyword; NaN for a value. */
  readonly keyword: number;
  /** The release that first has any form along this edge. */
  since: Version;
  /** Clauses that the edge leads to. */
  readonly clauses: Set<string>;
  readonly target: ClauseNode;
  /** Numbers the edges of a tree, for Chevrotain's occurrence indices. */
  readonly index: number;
}

/** A state on the way through the forms of a context. */
export interface ClauseNode {
  readonly edges: ClauseEdge[];
  /** The form that is complete here. */
  end: { readonly clause: Clause; readonly form: Form } | undefined;
  /** A form that passes here, for clauses that break off. */
  readonly via: { readonly clause: Clause; readonly form: Form };
  readonly index: number;
}

/** All forms of a context as one tree, so that each decision of the parser needs one token of lookahead. */
export function clauseTree(context: Context): ClauseNode {
  const clauses = clausesIn(context);
  const first = clauses[0] as Clause;
  let nodes = 0;
  let edges = 0;
  const newNode = (clause: Clause, form: Form): ClauseNode => ({
    edges: [],
    end: undefined,
    via: { clause, form },
    index: nodes++,
  });
  const root = newNode(first, first.forms[0] as Form);
  for (const clause of clauses) {
    for (const form of clause.forms) {
      let node = root;
      for (const part of form.parts) {
        let edge = node.edges.find((candidate) => candidate.part === part);
        if (edge === undefined) {
          const keyword = isValueKind(part) ? Number.NaN : keywordType(part);
          const target = newNode(clause, form);
          edge = { part, keyword, since: form.since, clauses: new Set(), target, index: edges++ };
          // A list that may be empty fits everywhere, so it is tried last.
          if (part === 'LIMITS') node.edges.push(edge);
          else node.edges.unshift(edge);
        }
        if (VERSIONS.indexOf(form.since) < VERSIONS.indexOf(edge.since)) edge.since = form.since;
        edge.clauses.add(clause.id);
        node = edge.target;
      }
      node.end = { clause, form };
    }
  }
  return root;
}

/** Whether the daemon's parser must see the token after a complete form before it acts on the form. */
export function needsLookahead(form: Form, context: Context, existing: (since: Version) => boolean): boolean {
  let node: ClauseNode = LOOKAHEAD_TREES.get(context) ?? clauseTree(context);
  LOOKAHEAD_TREES.set(context, node);
  for (const part of form.parts) {
    const next: ClauseEdge | undefined = node.edges.find((edge) => edge.part === part);
    if (next === undefined) return true;
    node = next.target;
  }
  return node.edges.some((edge) => existing(edge.since));
}

const LOOKAHEAD_TREES = new Map<Context, ClauseNode>();
