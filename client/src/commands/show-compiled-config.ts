import { ViewColumn, window, workspace } from 'vscode';
import { activeConfig } from '../documents.js';
import type { SendRequest } from '../own-requests.js';

/** Opens the configuration as the compiler sees it, as JSON beside the file. */
export async function showCompiledConfig(send: SendRequest): Promise<void> {
  const document = activeConfig();
  if (document === undefined) return;
  const result = await send('smtpd/compiledConfig', { uri: document.uri.toString() });
  if (!result.ok) {
    void window.showWarningMessage(result.message);
    return;
  }
  const compiled = await workspace.openTextDocument({ language: 'json', content: result.text });
  await window.showTextDocument(compiled, { viewColumn: ViewColumn.Beside, preview: true });
}
