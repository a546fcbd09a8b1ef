import { dropsBackslashBeforeBlank, KEYWORDS, NEWEST, type Version } from '@smtpd-conf/grammar';

/** yylex's `buf[8096]`: a quoted string may fill all but two bytes of it, a bare word all but one. */
const QUOTED_BYTES = 8094;
const BARE_BYTES = 8095;

/**
 * A bare word: starts with a letter, a digit, `:` or `_`, goes on with anything printable but `(){}<>!=#,`. A backslash
 * is one that stands before another (lgetc).
 */
const BARE = /^[0-9A-Za-z:_][!-~]*$/;
const NOT_BARE = /[(){}<>!=#,\\]/;
const BARE_BUT_FOR_BACKSLASHES = /^[A-Za-z:_][^(){}<>!=#,]*$/;
/** What would be read as a number, alone or up to the slash. */
const NUMERIC = /^[0-9]+(\/|$)/;

export type WrittenWord = { readonly text: string } | { readonly problem: string };

/**
 * Writes a string so that yylex reads it back, bare where it can be. Words that are keywords in any release are quoted in
 * all of them; how backslashes are read is the release's.
 */
export function writeWord(value: string, version: Version = NEWEST): WrittenWord {
  const problem = unwritable(value);
  if (problem !== undefined) return { problem };
  const bytes = new TextEncoder().encode(value).length;
  if (isBare(value) && bytes <= BARE_BYTES) return { text: value };
  // In quotes a backslash before the closing quote takes it into the string; a bare word has no closing quote.
  if (value.endsWith('\\')) return bytes <= BARE_BYTES ? writeBackslashes(value) : tooLong(BARE_BYTES);
  return bytes <= QUOTED_BYTES ? { text: quote(value, version) } : tooLong(QUOTED_BYTES);
}

function unwritable(value: string): string | undefined {
  if (value.includes('\0')) return 'a NUL byte cannot be written';
  if (value.includes('\n')) return 'a line feed cannot be written';
  if (value.includes('\u0001') || value.includes('\u0002')) return 'the bytes 1 and 2 cannot be written';
  if (/\p{Surrogate}/u.test(value)) return 'half a surrogate pair cannot be written';
  return undefined;
}

function isBare(value: string): boolean {
  return BARE.test(value) && !NOT_BARE.test(value) && !NUMERIC.test(value) && !KEYWORDS.has(value);
}

function writeBackslashes(value: string): WrittenWord {
  if (!BARE.test(value) || !BARE_BUT_FOR_BACKSLASHES.test(value)) {
    return { problem: 'a backslash at the end of a string that needs quotes cannot be written' };
  }
  return { text: value.replaceAll('\\', '\\\\') };
}

/**
 * Inside quotes a backslash stands for itself, except before the quote and, since 6.6, before a space or a tab: it needs one
 * of its own then.
 */
function quote(value: string, version: Version): string {
  const mark = value.includes('"') && !value.includes("'") ? "'" : '"';
  const escaped = value.replaceAll(mark, `\\${mark}`);
  const written = dropsBackslashBeforeBlank(version) ? escaped.replace(/\\(?=[ \t])/g, '\\\\') : escaped;
  return `${mark}${written}${mark}`;
}

function tooLong(bytes: number): WrittenWord {
  return { problem: `the daemon reads words of up to ${bytes} bytes` };
}
