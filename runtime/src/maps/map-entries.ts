import { type DbEntry, type FileKind, parseTableLine, tableSyntax } from '@smtpd-conf/compiler';
import { parseExpandNode, textBytes } from '@smtpd-conf/engine';
import type { Version } from '@smtpd-conf/grammar';

/** `-t` of makemap(8): keys with values, keys with what aliases lead to, or keys alone. */
export type MapType = 'plain' | 'aliases' | 'set';

/** The entries of a database, or what is wrong in which line, counting from 1. */
export type MapEntries = { readonly entries: readonly DbEntry[] } | { readonly line: number; readonly problem: string };

/** What stands for the value in a set (makemap.c:add_setentry). */
const IN_SET = '<set>';

/** The entries of a text for makemap, a byte text (makemap.c:parse_map); keys in lower case, all of it ended by NULs. */
export function mapEntries(text: string, type: MapType, version: Version): MapEntries {
  const kind: FileKind = type === 'set' ? 'list' : 'hash';
  const { brackets } = tableSyntax(version);
  const entries = new Map<string, string>();
  for (const [at, content] of text.split('\n').entries()) {
    const line = at + 1;
    const parsed = parseTableLine(content, kind, brackets);
    if (parsed.type === 'malformed') return { line, problem: 'invalid entry' };
    if (parsed.type !== 'entry') continue;
    const key = parsed.key.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (entries.has(key)) return { line, problem: `duplicate entry for ${key}` };
    const value = parsed.value ?? IN_SET;
    if (type === 'aliases' && !leadSomewhere(value)) return { line, problem: 'invalid entry' };
    entries.set(key, value);
  }
  return { entries: [...entries].map(([key, value]) => [withNul(key), withNul(value)] as const) };
}

/** makemap.c:make_aliases: whatever stands between commas, quotes notwithstanding. */
function leadSomewhere(value: string): boolean {
  return value.split(',').every((part) => part.trim() !== '' && parseExpandNode(part.trim()) !== undefined);
}

function withNul(text: string): Uint8Array {
  return textBytes(`${text}\0`);
}
