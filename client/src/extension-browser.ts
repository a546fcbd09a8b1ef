import { type ExtensionContext, Uri } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { startExtension } from './extension.js';

/** The entry of web hosts: the server runs in a worker beside the extension. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/server-worker.js').toString(true);
  await startExtension(
    context,
    (id, name, options) => new LanguageClient(id, name, async () => speakTo(script), options),
  );
}

/** The client tells workers by `instanceof Worker`, and what stands under that name in a web host makes objects of another class. */
function speakTo(script: string) {
  const worker = new Worker(script);
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}
