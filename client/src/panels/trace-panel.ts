import type { SimulateResult, TraceLine, WireLocation } from '@smtpd-conf/server';
import { ViewColumn, type WebviewPanel, window } from 'vscode';
import { escapeHtml, page } from './html.js';
import { reveal } from './reveal.js';

/** Lines that are deeper are indented no further. */
const DEEPEST = 8;

const STYLE = `
body { padding-top: 1em; font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); line-height: 1.5; }
.verdict { padding: .5em .8em; border-left: 3px solid var(--vscode-focusBorder); font-weight: bold; margin-bottom: 1em; }
.heading { margin-top: .8em; font-weight: bold; }
.good { color: var(--vscode-charts-green); }
.bad { color: var(--vscode-charts-red); }
.line { white-space: pre-wrap; }
${Array.from({ length: DEEPEST + 1 }, (_, depth) => `.depth${depth} { padding-left: ${depth * 1.5}em; }`).join('\n')}
a { color: var(--vscode-textLink-foreground); text-decoration: none; cursor: pointer; }
a:hover, a:focus { text-decoration: underline; }`;

const SCRIPT = `
const editor = acquireVsCodeApi();
for (const link of document.querySelectorAll('a[data-line]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    editor.postMessage(Number(link.dataset.line));
  });
}`;

let panel: WebviewPanel | undefined;
/** Of the lines now shown; a click names one of them. */
let places: readonly (WireLocation | undefined)[] = [];

/** Shows the trace of a simulation in the panel that there is one of; its lines lead to those of the configuration. */
export function showTrace(title: string, { verdict, lines }: Extract<SimulateResult, { ok: true }>): void {
  panel ??= create();
  places = lines.map(({ location }) => location);
  panel.title = `Simulation: ${title}`;
  const body = `<div class="verdict">${escapeHtml(verdict)}</div>${lines.map(lineHtml).join('')}`;
  panel.webview.html = page(panel.title, STYLE, body, SCRIPT);
  panel.reveal(ViewColumn.Beside, true);
}

function create(): WebviewPanel {
  const created = window.createWebviewPanel(
    'smtpd-conf.trace',
    'Simulation',
    { viewColumn: ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [], enableFindWidget: true },
  );
  created.onDidDispose(() => {
    panel = undefined;
  });
  created.webview.onDidReceiveMessage((line: number) => {
    const place = places[line];
    if (place) void reveal(place);
  });
  return created;
}

function lineHtml({ text, depth, kind, location }: TraceLine, index: number): string {
  const content = location ? `<a href="#" data-line="${index}">${escapeHtml(text)}</a>` : escapeHtml(text);
  return `<div class="line ${kind} depth${Math.min(depth, DEEPEST)}">${content}</div>`;
}
