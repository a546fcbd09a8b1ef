/** The characters that fparseln(3) gives a meaning to; `comment` may be absent. */
export interface LineSyntax {
  readonly continuation: string;
  readonly comment?: string;
}

/** fparseln with its defaults, as forward.c reads .forward files. */
export const FORWARD_LINES: LineSyntax = { continuation: '\\', comment: '#' };

/** As aliases.c:aliases_expand_include asks for it: a line that ends in `#` goes on, and nothing is a comment. */
export const INCLUDE_LINES: LineSyntax = { continuation: '#' };

/**
 * The lines of a file as fparseln(3) gives them: continued ones joined, comments and line feeds away. A character after an
 * odd number of backslashes means nothing special. A NUL ends a line for its readers.
 */
export function* logicalLines(text: string, syntax: LineSyntax): Generator<string, void> {
  if (text === '') return;
  let joined = '';
  for (const physical of text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined)) {
    const line = withoutComment(physical, syntax);
    const goesOn = line.endsWith(syntax.continuation) && !isEscaped(line, line.length - 1);
    joined += goesOn ? line.slice(0, -1) : line;
    if (goesOn) continue;
    yield untilNul(joined);
    joined = '';
  }
  yield untilNul(joined);
}

function withoutComment(line: string, { comment }: LineSyntax): string {
  const at = comment === undefined ? -1 : unescaped(line, comment);
  return at < 0 ? line : line.slice(0, at);
}

/** Where a character stands for the first time without being escaped; -1 where it does not. */
function unescaped(line: string, character: string): number {
  let at = line.indexOf(character);
  while (at >= 0 && isEscaped(line, at)) at = line.indexOf(character, at + 1);
  return at;
}

function isEscaped(line: string, at: number): boolean {
  let backslashes = 0;
  while (line[at - backslashes - 1] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function untilNul(line: string): string {
  const nul = line.indexOf('\0');
  return nul < 0 ? line : line.slice(0, nul);
}
