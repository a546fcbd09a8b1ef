import { applyEdits } from '@smtpd-conf/checker';
import type { Span } from '@smtpd-conf/grammar';
import type { Snapshot } from '../../server/src/snapshot.js';
import { Workspace } from '../../server/src/workspace/workspace.js';
import { type Files, FOLDER, memoryHost } from './memory-host.js';

/** Stands in a test's text where the cursor is, or twice around what is selected. */
export const CURSOR = '█';

export interface Opened {
  readonly snapshot: Snapshot;
  readonly offset: number;
  readonly selection: Span;
  readonly workspace: Workspace;
}

/** Opens a marked text as /etc/mail/smtpd.conf, beside files of the disk. */
export function opened(marked: string, files: Files = {}, settings: unknown = {}): Opened {
  const start = marked.indexOf(CURSOR);
  const text = marked.replaceAll(CURSOR, '');
  const end = marked.lastIndexOf(CURSOR);
  const workspace = new Workspace(memoryHost(files));
  workspace.setSettings(undefined, settings);
  const uri = `file://${FOLDER}/smtpd.conf`;
  workspace.documents.open(uri, 'smtpd-conf', 1, text);
  const snapshot = workspace.snapshot(uri);
  if (snapshot === undefined) throw new Error('the document was opened and is not there');
  return { snapshot, offset: start, selection: { start, end: end > start ? end - CURSOR.length : start }, workspace };
}

/** The text of the document with edits. */
export function edited({ snapshot }: Opened, edits: readonly (Span & { readonly text: string })[]): string {
  return applyEdits(
    snapshot.source.text,
    edits.map((edit) => ({ ...edit, source: snapshot.source })),
  );
}

/** What a span covers. */
export function covered({ snapshot }: Opened, { start, end }: Span): string {
  return snapshot.source.text.slice(start, end);
}
