import type { Span } from '@smtpd-conf/grammar';
import type { Snapshot } from '../../server/src/snapshot.js';
import { Workspace } from '../../server/src/workspace/workspace.js';
import { type Files, FOLDER, memoryHost } from './memory-host.js';

/** Stands in a test's text where the cursor is, or at both ends of what is selected. */
const CURSOR = '█';

export interface Opened {
  readonly snapshot: Snapshot;
  /** The first mark. */
  readonly offset: number;
  /** Between the marks. */
  readonly selection: Span;
  readonly workspace: Workspace;
}

export interface Surroundings {
  /** On the disk, by absolute path. */
  readonly files?: Files;
  /** What the user has set in the section `smtpd-conf`. */
  readonly settings?: object;
  /** Other documents that are open, by absolute path. */
  readonly open?: Files;
  /** Groups of interfaces that the host has, by interface. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
}

/** Opens a marked text as /etc/mail/smtpd.conf in a workspace without an editor. */
export function opened(
  marked: string,
  { files = {}, settings = {}, open = {}, groups = {} }: Surroundings = {},
): Opened {
  const workspace = new Workspace(memoryHost(files, groups));
  workspace.setSettings(undefined, settings);
  for (const [path, text] of Object.entries(open)) workspace.documents.open(`file://${path}`, 'smtpd-conf', 1, text);
  const uri = `file://${FOLDER}/smtpd.conf`;
  workspace.documents.open(uri, 'smtpd-conf', 1, marked.replaceAll(CURSOR, ''));
  const snapshot = workspace.snapshot(uri);
  if (snapshot === undefined) throw new Error('the document was opened and is not there');
  const start = Math.max(0, marked.indexOf(CURSOR));
  const end = marked.lastIndexOf(CURSOR);
  return { snapshot, offset: start, selection: { start, end: end > start ? end - CURSOR.length : start }, workspace };
}

/** What a place covers, with the file's name before it where that is another one than the document. */
export function placeText({ snapshot }: Opened, { source, start, end }: Span & { source: Snapshot['source'] }): string {
  const line = source.lines.positionAt(start).line;
  const file = source === snapshot.source ? '' : `${source.name.split('/').at(-1)}:`;
  return `${file}${line}:${source.text.slice(start, end)}`;
}

/** The text after edits that do not overlap. */
export function edited(text: string, edits: readonly (Span & { readonly text: string })[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((after, edit) => after.slice(0, edit.start) + edit.text + after.slice(edit.end), text);
}
