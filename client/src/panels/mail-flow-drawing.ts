import { Graphviz } from '@hpcc-js/wasm-graphviz';
import type { MailFlowEdge, MailFlowNode, MailFlowNodeKind, MailFlowResult } from '@smtpd-conf/server';

/** Graphviz' shape and our class of each kind of node; colours are the style sheet's, after the editor's theme. */
const SHAPES: Readonly<Record<MailFlowNodeKind, string>> = {
  listener: 'cds',
  filter: 'box',
  proc: 'component',
  rule: 'box',
  action: 'box',
  table: 'cylinder',
  reject: 'octagon',
};

type MailFlowDrawing = Pick<MailFlowResult, 'nodes' | 'edges'>;

/** The mail flow as SVG. Nodes carry the class of their kind and the id `nodeN`, N counting from 0 in their order. */
export async function drawMailFlow(flow: MailFlowDrawing): Promise<string> {
  const graphviz = await Graphviz.load();
  const svg = graphviz.dot(dotOf(flow), 'svg');
  return svg.slice(svg.indexOf('<svg'));
}

/**
 * The graph in Graphviz' language; exported for its test. Rules stand below each other in one column, in their order: what
 * leads to them on the left, what they lead to on the right.
 */
export function dotOf({ nodes, edges }: MailFlowDrawing): string {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  return [
    'digraph mail {',
    'rankdir=LR; bgcolor=transparent; nodesep=0.25; ranksep=0.5;',
    'node [fontname="Arial", fontsize=11, margin="0.28,0.1"]; edge [fontname="Arial", fontsize=9];',
    ...nodes.map((node, index) => nodeLine(node, index)),
    `{ rank=same; ${nodes.map(({ kind }, index) => (kind === 'rule' ? `n${index};` : '')).join(' ')} }`,
    ...edges.flatMap((edge) => edgeLine(edge, numbers)),
    '}',
  ].join('\n');
}

function nodeLine({ kind, label }: MailFlowNode, index: number): string {
  const style = kind === 'rule' ? 'rounded' : 'solid';
  return `n${index} [id="node${index}", class="${kind}", shape=${SHAPES[kind]}, style=${style}, label=${quote(wrapped(label))}];`;
}

/** Characters in a line of a label, about. */
const LINE = 34;

/** A long label in several lines, broken between words. */
function wrapped(label: string): string {
  let length = 0;
  return label.replace(/[^ \n]+[ \n]?/g, (word) => {
    const breaks = length > 0 && length + word.length > LINE;
    length = word.endsWith('\n') ? 0 : (breaks ? 0 : length) + word.length;
    return breaks ? `\n${word}` : word;
  });
}

function edgeLine({ from, to, label }: MailFlowEdge, numbers: ReadonlyMap<string, number>): string[] {
  const [tail, head] = [numbers.get(from), numbers.get(to)];
  if (tail === undefined || head === undefined) return [];
  return [`n${tail} -> n${head}${label === undefined ? '' : ` [label=${quote(label)}]`};`];
}

/** A quoted string of Graphviz: backslashes would be escapes there, and a line break is `\n`. */
function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
