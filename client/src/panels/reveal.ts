import type { WireLocation } from '@smtpd-conf/server';
import { Range, Uri, ViewColumn, window } from 'vscode';

/** Shows a place in the first column, beside the panel that it was clicked in. */
export async function reveal({ uri, range }: WireLocation): Promise<void> {
  const { start, end } = range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(Uri.parse(uri), { selection, viewColumn: ViewColumn.One, preserveFocus: false });
}
