/** Control characters but tab and newline, and those that turn the direction of what follows. */
const UNPRINTABLE = '\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069';

const IN_LINE = new RegExp(`[\\n${UNPRINTABLE}]`, 'g');
const IN_LINES = new RegExp(`[${UNPRINTABLE}]`, 'g');

/** Without what would change the terminal, end a line, or show another order than the file has. */
export function printable(text: string): string {
  return text.replace(IN_LINE, '\ufffd');
}

/** The same for a text of many lines, which keeps them. */
export function printableLines(text: string): string {
  return text.replace(IN_LINES, '\ufffd');
}
