import type { MailFlowResult } from '@smtpd-conf/server';
import { type Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { drawMailFlow } from './mail-flow-drawing.js';
import { type MailFlowClick, mailFlowPage } from './mail-flow-page.js';
import { reveal } from './reveal.js';

let panel: WebviewPanel | undefined;
let shown: { readonly of: Uri; readonly flow: MailFlowResult } | undefined;

/** Shows the picture beside the file that it is of. */
export async function showDrawing(of: Uri, flow: MailFlowResult): Promise<void> {
  const svg = await drawMailFlow(flow);
  panel ??= create();
  draw(panel, of, flow, svg);
  panel.reveal(ViewColumn.Beside, true);
}

/** The file whose picture there is to see, in front or behind another panel. */
export function drawnFile(): Uri | undefined {
  return shown?.of;
}

/** Draws the picture anew, where it still is that of the file. */
export async function redraw(of: Uri, flow: MailFlowResult): Promise<void> {
  const svg = await drawMailFlow(flow);
  if (panel && shown?.of.toString() === of.toString()) draw(panel, of, flow, svg);
}

function draw(on: WebviewPanel, of: Uri, flow: MailFlowResult, svg: string): void {
  shown = { of, flow };
  on.title = `Mail flow: ${of.path.split('/').at(-1)}`;
  on.webview.html = mailFlowPage(on.title, flow, svg);
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
    shown = undefined;
  });
  created.webview.onDidReceiveMessage(({ of, index }: MailFlowClick) => {
    const place = shown?.flow[of][index]?.location;
    if (place) void reveal(place);
  });
  return created;
}
