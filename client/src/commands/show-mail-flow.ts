import { window } from 'vscode';
import { activeConfig } from '../documents.js';
import type { SendRequest } from '../own-requests.js';
import { showDrawing } from '../panels/mail-flow-panel.js';

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
