import { type FileKind, parseTableLine, tableSyntax } from '@smtpd-conf/compiler';
import { Source, type TableStatement, type Version } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** An entry of a table file, with its place in that file. */
export interface FileEntry {
  readonly key: string;
  readonly value: string | undefined;
  readonly source: Source;
  /** Of the key. */
  readonly start: number;
  readonly end: number;
}

export interface TableFile {
  readonly statement: TableStatement;
  readonly source: Source;
  readonly entries: readonly FileEntry[];
}

/** The files of `file:` tables that can be read, by the name of the table. */
export function tableFiles(subject: Subject): ReadonlyMap<string, TableFile> {
  const files = new Map<string, TableFile>();
  for (const statement of subject.of('table')) {
    const { name, config } = statement;
    if (name === undefined || config === undefined) continue;
    const table = subject.analysis.state.tables.find(name.text);
    if (table?.backend !== 'static' || table.config === undefined) continue;
    const file = subject.world.readFile(table.config);
    if (!file.ok) continue;
    const source = Source.fromBytes(table.config, file.value);
    files.set(name.text, { statement, source, entries: entriesOf(source, subject.target.version) });
  }
  return files;
}

/** Line by line as the daemon reads them; see parseTableLine. */
function entriesOf(source: Source, version: Version): FileEntry[] {
  const { brackets } = tableSyntax(version);
  const { text } = source;
  const entries: FileEntry[] = [];
  let kind: FileKind = 'none';
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed === -1 ? text.length : feed;
    const line = text.slice(start, end);
    const parsed = parseTableLine(line, kind, brackets);
    if (parsed.type === 'list-mark' && kind === 'none') kind = 'list';
    if (parsed.type === 'entry') {
      kind = parsed.kind;
      const at = start + line.indexOf(parsed.key);
      entries.push({ key: parsed.key, value: parsed.value, source, start: at, end: at + parsed.key.length });
    }
    start = end + 1;
  }
  return entries;
}
