/** The ctype(3) of the daemon: it never leaves the C locale, where only ASCII has letters. All take and give byte texts. */

/** tolower(3) over a whole text. */
export function lowerCase(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

/** strcasecmp(3), for equality. */
export function sameButCase(one: string, other: string): boolean {
  return one.length === other.length && lowerCase(one) === lowerCase(other);
}

/** strncasecmp(3): whether `text` starts with `prefix`, which is in lower case. */
export function startsWithNoCase(text: string, prefix: string): boolean {
  return text.length >= prefix.length && lowerCase(text.slice(0, prefix.length)) === prefix;
}

/** util.c:strip: without white space at either end. */
export function strip(text: string): string {
  return text.replace(/^[ \t\n\v\f\r]+/, '').replace(/[ \t\n\v\f\r]+$/, '');
}

/** strtonum(3): a whole number in decimal, blanks and a sign before it allowed; undefined where it is none or out of range. */
export function strtonum(text: string, least: number, most: number): number | undefined {
  if (!/^[ \t\n\v\f\r]*[+-]?\d+$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}
