import { type Disposable, languages, type TextDocument, workspace } from 'vscode';
import { LANGUAGE } from './documents.js';
import type { SendRequest } from './own-requests.js';

/** What editors take a file for whose name says nothing. */
const UNKNOWN: ReadonlySet<string> = new Set(['plaintext', 'properties', 'ini', 'conf']);

/** Shows files that a configuration includes in its language: they may have any name. */
export function includedFiles(send: SendRequest): Disposable {
  /** Whoever chooses another language afterwards is not overruled. */
  const changed = new Set<string>();
  const look = async (document: TextDocument): Promise<void> => {
    const uri = document.uri.toString();
    if (!UNKNOWN.has(document.languageId) || document.isUntitled || changed.has(uri)) return;
    const { included } = await send('smtpd/included', { uri });
    if (!included || document.isClosed || changed.has(uri)) return;
    changed.add(uri);
    await languages.setTextDocumentLanguage(document, LANGUAGE);
  };
  const lookAt = (document: TextDocument): void => {
    // A server that is gone says so itself.
    look(document).catch(() => undefined);
  };
  workspace.textDocuments.forEach(lookAt);
  return workspace.onDidOpenTextDocument(lookAt);
}
