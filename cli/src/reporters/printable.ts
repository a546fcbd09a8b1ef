/** Control characters but the tab, and those that turn the direction of what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const UNPRINTABLE = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Without what would change the terminal, end a line, or show another order than the file has. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\ufffd');
}
