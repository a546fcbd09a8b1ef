import type { MailFlowNodeKind, MailFlowResult } from '@smtpd-conf/server';
import { escapeHtml, page } from './html.js';

/** What of the flow was clicked at: one of its nodes, or one of its refusals, by its index. */
export interface MailFlowClick {
  readonly of: 'nodes' | 'refused';
  readonly index: number;
}

/** As many refusals are listed; the Problems panel has them all. */
const MOST_REFUSALS = 10;

const KINDS: Readonly<Record<MailFlowNodeKind, string>> = {
  listener: 'listener',
  filter: 'filter',
  proc: 'filter process',
  rule: 'rule',
  action: 'action',
  table: 'table',
  reject: 'refusal',
};

const STYLE = `
body { padding: 1em; overflow: auto; }
svg { display: block; width: 100%; height: auto; max-width: var(--natural); min-width: calc(var(--natural) * .45); }
svg.natural { width: var(--natural); min-width: var(--natural); }
svg text { fill: var(--vscode-foreground); font-family: Arial, Helvetica, sans-serif; }
svg .node path, svg .node polygon, svg .node ellipse { stroke: var(--vscode-foreground); fill: transparent; }
svg .edge path { stroke: var(--vscode-descriptionForeground); }
svg .edge polygon { stroke: var(--vscode-descriptionForeground); fill: var(--vscode-descriptionForeground); }
svg .listener polygon, svg .listener path { stroke: var(--vscode-charts-blue); }
svg .filter polygon, svg .proc path, svg .proc polygon { stroke: var(--vscode-charts-purple); }
svg .action polygon, svg .action path { stroke: var(--vscode-charts-green); }
svg .table path, svg .table polyline { stroke: var(--vscode-charts-yellow); }
svg .reject polygon { stroke: var(--vscode-charts-red); }
svg .node.linked { cursor: pointer; }
svg .node.linked:hover text, svg .node.linked:focus text { text-decoration: underline; }
.refused { border-left: 3px solid var(--vscode-charts-red); padding: .1em .8em; margin-bottom: 1em; }
.refused ul { padding-left: 1.2em; margin: .4em 0; }
.legend { color: var(--vscode-descriptionForeground); margin-top: 1.5em; line-height: 1.6; }
.legend span { border: 1px solid var(--vscode-foreground); padding: 0 .4em; margin-right: .4em; white-space: nowrap; }
.legend .listener { border-color: var(--vscode-charts-blue); }
.legend .filter, .legend .proc { border-color: var(--vscode-charts-purple); }
.legend .action { border-color: var(--vscode-charts-green); }
.legend .table { border-color: var(--vscode-charts-yellow); }
.legend .reject { border-color: var(--vscode-charts-red); }
a { color: var(--vscode-textLink-foreground); text-decoration: none; cursor: pointer; }
a:hover, a:focus { text-decoration: underline; }`;

const SCRIPT = `
const editor = acquireVsCodeApi();
// As wide as the panel and no wider than drawn; a double click shows it as drawn, and back.
const drawing = document.querySelector('svg');
drawing.style.setProperty('--natural', drawing.viewBox.baseVal.width * 4 / 3 + 'px');
drawing.addEventListener('dblclick', () => drawing.classList.toggle('natural'));
for (const node of document.querySelectorAll('g.node')) {
  const index = Number(node.id.slice('node'.length));
  node.classList.add('linked');
  node.tabIndex = 0;
  const go = () => editor.postMessage({ of: 'nodes', index });
  node.addEventListener('click', go);
  node.addEventListener('keydown', (event) => { if (event.key === 'Enter') go(); });
}
for (const link of document.querySelectorAll('a[data-refused]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    editor.postMessage({ of: 'refused', index: Number(link.dataset.refused) });
  });
}`;

/** The page of a mail flow: what the daemon refuses of it, the drawing, and how to read that. Clicks are posted as `MailFlowClick`. */
export function mailFlowPage(title: string, flow: MailFlowResult, svg: string): string {
  return page(title, STYLE, refusedHtml(flow) + svg + legendHtml(flow), SCRIPT);
}

function refusedHtml({ refused }: MailFlowResult): string {
  if (refused.length === 0) return '';
  const lines = refused.slice(0, MOST_REFUSALS).map(({ text, location }, index) => {
    const said = escapeHtml(text);
    return `<li>${location ? `<a href="#" data-refused="${index}">${said}</a>` : said}</li>`;
  });
  const rest = refused.length - lines.length;
  const more = rest > 0 ? `<li>and ${rest} more, which Problems lists</li>` : '';
  const what = 'The daemon refuses this configuration. What these lines say is not in the picture, or only in part:';
  return `<section class="refused">${what}<ul>${lines.join('')}${more}</ul></section>`;
}

function legendHtml({ nodes }: MailFlowResult): string {
  const present = new Set(nodes.map(({ kind }) => kind));
  const kinds = (Object.keys(KINDS) as MailFlowNodeKind[])
    .filter((kind) => present.has(kind))
    .map((kind) => `<span class="${kind}">${KINDS[kind]}</span>`);
  const how =
    'Mail comes in on the left. Rules are tried from top to bottom, and the first that matches decides. ' +
    'A click leads to the line, a double click shows the picture in its full size.';
  return `<p class="legend">${kinds.join('')}<br>${how}</p>`;
}
