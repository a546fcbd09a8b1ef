import type { StatusChanged } from '@smtpd-conf/server';
import { Disposable, StatusBarAlignment, type TextEditor, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { LANGUAGE } from './documents.js';
import type { SendRequest } from './own-requests.js';

const CHANGED: StatusChanged = 'smtpd/statusChanged';

/** Shows the release that the file is judged for, while an smtpd.conf is in front; a click changes it. */
export function statusBar(send: SendRequest, client: BaseLanguageClient): Disposable {
  const item = window.createStatusBarItem('smtpd-conf.target', StatusBarAlignment.Right, 90);
  item.name = 'smtpd.conf: target release';
  item.command = 'smtpd-conf.selectTarget';
  const update = (): void => void show(window.activeTextEditor, send, item);
  update();
  return Disposable.from(
    item,
    window.onDidChangeActiveTextEditor(update),
    // The grammar that a file is written in.
    workspace.onDidSaveTextDocument(update),
    // The release: the server has read the settings then, and the files of settings.
    client.onNotification(CHANGED, update),
  );
}

type Item = ReturnType<typeof window.createStatusBarItem>;

async function show(editor: TextEditor | undefined, send: SendRequest, item: Item): Promise<void> {
  if (editor?.document.languageId !== LANGUAGE) {
    item.hide();
    return;
  }
  const { uri } = editor.document;
  const status = await send('smtpd/status', { uri: uri.toString() }).catch(() => undefined);
  if (status === undefined || window.activeTextEditor !== editor) return;
  const legacy = status.dialect === 'modern' ? '' : ', grammar from before 6.4';
  item.text = `smtpd ${status.version} (${status.platform})`;
  item.tooltip = `OpenSMTPD ${status.version} on ${status.platform}${legacy}; click to change the release`;
  item.show();
}
