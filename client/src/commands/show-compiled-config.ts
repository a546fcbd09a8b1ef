import { Disposable, EventEmitter, Uri, ViewColumn, window, workspace } from 'vscode';
import { activeConfig } from '../documents.js';
import type { SendRequest } from '../own-requests.js';

/** Of documents that nobody can edit and that nobody is asked to save. */
const SCHEME = 'smtpd-conf-compiled';

/** What is shown, by URI. */
const texts = new Map<string, string>();
const changed = new EventEmitter<Uri>();

/** Lets the editor read what `showCompiledConfig` opens. */
export function compiledConfigs(): Disposable {
  const provider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri: Uri) => texts.get(uri.toString()) ?? '',
  };
  return Disposable.from(changed, workspace.registerTextDocumentContentProvider(SCHEME, provider));
}

/** Opens the configuration as the compiler sees it, as JSON beside the file. */
export async function showCompiledConfig(send: SendRequest): Promise<void> {
  const document = activeConfig();
  if (document === undefined) return;
  const result = await send('smtpd/compiledConfig', { uri: document.uri.toString() });
  if (!result.ok) {
    void window.showWarningMessage(result.message);
    return;
  }
  // Not `smtpd.conf.json`, which could be taken for one more configuration.
  const uri = Uri.from({ scheme: SCHEME, path: `${document.uri.path} (compiled).json` });
  texts.set(uri.toString(), result.text);
  changed.fire(uri);
  const compiled = await workspace.openTextDocument(uri);
  await window.showTextDocument(compiled, { viewColumn: ViewColumn.Beside, preview: true });
}
