import { type Disposable, window, workspace } from 'vscode';
import { activeConfig, LANGUAGE } from '../documents.js';
import type { SendRequest } from '../own-requests.js';
import { drawnFile, redraw, showDrawing } from '../panels/mail-flow-panel.js';

/** Draws listeners, filters, rules, actions and tables as a picture that leads to their lines. */
export async function showMailFlow(send: SendRequest): Promise<void> {
  const document = activeConfig();
  if (document === undefined) return;
  const flow = await send('smtpd/mailFlow', { uri: document.uri.toString() });
  if (flow.nodes.length === 0) {
    void window.showInformationMessage('There is nothing to draw: the file has no listener, rule or action yet.');
    return;
  }
  await showDrawing(document.uri, flow);
}

/** Keeps the picture that there is up to date: a configuration that is saved may be its file or one that it includes. */
export function mailFlowUpdates(send: SendRequest): Disposable {
  return workspace.onDidSaveTextDocument(async ({ languageId }) => {
    const of = drawnFile();
    if (of === undefined || languageId !== LANGUAGE) return;
    await redraw(of, await send('smtpd/mailFlow', { uri: of.toString() }));
  });
}
