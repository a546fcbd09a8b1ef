import { isSpace, skipSpace } from './c-space.js';

/** What a table file has decided to be; the first line that says something decides. */
export type FileKind = 'none' | 'list' | 'hash';

export type TableLine =
  | { readonly type: 'blank' }
  /** The comment `# @list`, which counts as long as the kind is not decided. */
  | { readonly type: 'list-mark' }
  | { readonly type: 'entry'; readonly kind: 'list' | 'hash'; readonly key: string; readonly value?: string }
  | { readonly type: 'malformed' };

const BLANK: TableLine = { type: 'blank' };
const LIST_MARK: TableLine = { type: 'list-mark' };
const MALFORMED: TableLine = { type: 'malformed' };

/**
 * One line of a table file, with or without its line feed. A NUL ends what is read of the line, but blanks are taken
 * from the end of the whole line first, as upstream does (table_static.c:table_static_priv_load,
 * util.c:parse_table_line).
 */
export function parseTableLine(line: string, kind: FileKind, brackets: boolean): TableLine {
  const start = skipSpace(line, 0, line.length);
  let end = line.length;
  while (end > start && isSpace(line.charCodeAt(end - 1))) end--;
  const nul = line.indexOf('\0', start);
  const body = line.slice(start, nul >= 0 && nul < end ? nul : end);
  if (body === '') return BLANK;
  if (body[0] === '#') return body.slice(skipSpace(body, 1, body.length)) === '@list' ? LIST_MARK : BLANK;
  return brackets ? entryInBrackets(body, kind) : entry(body, kind);
}

/** Until 7.5: the value starts after the run of blanks, and of colons that a blank follows. */
function entry(body: string, kind: FileKind): TableLine {
  const split = body.search(/[ \t:]/);
  if (kind === 'list' || (kind === 'none' && split < 0)) return { type: 'entry', kind: 'list', key: body };
  if (split < 0) return MALFORMED;
  let at = split + 1;
  while (isSpace(body.charCodeAt(at)) || (body[at] === ':' && isSpace(body.charCodeAt(at + 1)))) at++;
  return mapping(body.slice(0, split), body.slice(at));
}

/** From 7.6 on: `[...]` is one key, and a colon after the first separator belongs to the value. */
function entryInBrackets(body: string, kind: FileKind): TableLine {
  const close = body[0] === '[' ? body.indexOf(']') : 0;
  if (close < 0) return MALFORMED;
  const found = body[0] === '[' ? close + 1 : body.search(/[ \t:]/);
  const split = found < 0 ? body.length : found;
  if (kind === 'list' || (kind === 'none' && split === body.length)) return { type: 'entry', kind: 'list', key: body };
  // Whatever character follows a bracket is overwritten by the NUL that ends the key.
  let at = split + 1;
  while (body[at] === ' ' || body[at] === '\t') at++;
  return mapping(body.slice(0, split), body.slice(at));
}

function mapping(key: string, value: string): TableLine {
  return value === '' ? MALFORMED : { type: 'entry', kind: 'hash', key, value };
}
