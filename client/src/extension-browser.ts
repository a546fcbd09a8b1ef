import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { startExtension } from './extension.js';

/** The entry of web hosts: the server runs in a worker beside the extension. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/server-worker.js').toString(true);
  await startExtension(
    context,
    (id, name, options) => new LanguageClient(id, name, async () => new Worker(script), options),
  );
}
