import { Source, type Version } from '@smtpd-conf/grammar';
import type { TableRow } from '../config/compiled-config.js';
import type { SystemError, World } from '../world/world.js';
import { findMalformed, lineEnd } from './malformed-entry.js';
import { storedKey } from './table-key.js';
import { type FileKind, parseTableLine } from './table-line.js';
import { tableSyntax } from './table-syntax.js';

/** Why a file cannot be a static table. */
export type StaticTableFault =
  | { readonly type: 'unreadable'; readonly error: SystemError }
  /** An entry of a mapping without a value, or an open bracket; `line` counts from 1. */
  | { readonly type: 'malformed'; readonly line: number; readonly text: string };

export type StaticTable =
  | {
      readonly ok: true;
      readonly kind: 'list' | 'hash';
      /** Computed when first asked for. In file order, keys that are too long left out, equal keys kept. */
      readonly entries: readonly TableRow[];
      readonly source: Source;
    }
  | {
      readonly ok: false;
      /** The lines on stderr, before parse.y's own "invalid configuration file". */
      readonly messages: readonly string[];
      readonly fault: StaticTableFault;
    };

/** The file of a static table, as table_static.c:table_static_priv_load reads it. `path` is what the file is called. */
export function loadStaticTable(path: string, world: World, version: Version): StaticTable {
  const syntax = tableSyntax(version);
  const file = world.readFile(path);
  if (!file.ok) {
    // fopen(3) opens a directory; the first read fails.
    const { code, text } = file.error;
    const message = code === 'EISDIR' ? `${path}: getline: ${text}` : syntax.unopened(path, text);
    return { ok: false, messages: [message], fault: { type: 'unreadable', error: file.error } };
  }
  const source = Source.fromBytes(path, file.value);
  const { kind, firstEntry } = decideKind(source.text, syntax.brackets);
  const bad = findMalformed(source.text, firstEntry, kind, syntax.brackets);
  if (bad < 0) return new LoadedTable(source, kind, syntax.brackets);
  const { line } = source.lines.positionAt(bad);
  return {
    ok: false,
    messages: [syntax.malformed(path, line)],
    fault: { type: 'malformed', line, text: source.lines.lineText(line) },
  };
}

/** The kind that the first telling line decides, and where the line starts from which on entries are to be checked. */
function decideKind(text: string, brackets: boolean): { kind: 'list' | 'hash'; firstEntry: number } {
  for (let start = 0; start < text.length; start = lineEnd(text, start) + 1) {
    const parsed = parseTableLine(text.slice(start, lineEnd(text, start)), 'none', brackets);
    if (parsed.type === 'list-mark') return { kind: 'list', firstEntry: start };
    if (parsed.type === 'entry') return { kind: parsed.kind, firstEntry: start };
    if (parsed.type === 'malformed') return { kind: 'hash', firstEntry: start };
  }
  return { kind: 'hash', firstEntry: text.length };
}

class LoadedTable {
  readonly ok = true;
  private rows: readonly TableRow[] | undefined;

  constructor(
    readonly source: Source,
    readonly kind: 'list' | 'hash',
    private readonly brackets: boolean,
  ) {}

  get entries(): readonly TableRow[] {
    this.rows ??= readEntries(this.source, this.brackets);
    return this.rows;
  }
}

function readEntries(source: Source, brackets: boolean): TableRow[] {
  const { text, encoding } = source;
  const rows: TableRow[] = [];
  let kind: FileKind = 'none';
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    end = lineEnd(text, start);
    const parsed = parseTableLine(text.slice(start, end), kind, brackets);
    if (parsed.type === 'list-mark' && kind === 'none') kind = 'list';
    if (parsed.type !== 'entry') continue;
    kind = parsed.kind;
    const key = storedKey(parsed.key, encoding);
    if (key !== undefined) rows.push(parsed.value === undefined ? [key] : [key, parsed.value]);
  }
  return rows;
}
