import type { MailFlowResult } from '@smtpd-conf/server';
import { type Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { page } from './html.js';
import { drawMailFlow } from './mail-flow-drawing.js';
import { reveal } from './reveal.js';

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
svg .node.linked:hover text, svg .node.linked:focus text { text-decoration: underline; }`;

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
  const go = () => editor.postMessage(index);
  node.addEventListener('click', go);
  node.addEventListener('keydown', (event) => { if (event.key === 'Enter') go(); });
}`;

let panel: WebviewPanel | undefined;
let shown: MailFlowResult | undefined;

/** Shows the picture beside the file that it is of. */
export async function showDrawing(of: Uri, flow: MailFlowResult): Promise<void> {
  const svg = await drawMailFlow(flow);
  panel ??= create();
  shown = flow;
  panel.title = `Mail flow: ${of.path.split('/').at(-1)}`;
  panel.webview.html = page(panel.title, STYLE, svg, SCRIPT);
  panel.reveal(ViewColumn.Beside, true);
}

function create(): WebviewPanel {
  const created = window.createWebviewPanel(
    'smtpd-conf.mailFlow',
    'Mail flow',
    { viewColumn: ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [] },
  );
  created.onDidDispose(() => {
    panel = undefined;
  });
  created.webview.onDidReceiveMessage((index: number) => {
    const place = shown?.nodes[index]?.location;
    if (place) void reveal(place);
  });
  return created;
}
