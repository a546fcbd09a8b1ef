import { parse, Source, type Token, TokenType } from '@smtpd-conf/grammar';
import type { Snapshot } from '../../snapshot.js';
import { extentOf, firstEndingFrom } from '../statement-at.js';

/** Where a completion stands: what came before it in its statement, and what is typed of it already. */
export interface CompletionSite {
  /** The statement's tokens before the word at the offset. */
  readonly before: readonly Token[];
  /** What is replaced: from here to the end of the word. */
  readonly start: number;
  readonly end: number;
  /** The part of it that stands before the offset. */
  readonly typed: string;
  /** The quote that is open at the offset. */
  readonly quote: '"' | "'" | undefined;
}

/** What ends a word while one is being typed; a `$` or `<` begins one of its own. */
const BOUNDARY = /[\s"'{}<>,#$!=]/;

/** Finds the site at an offset, from the text before it alone, since what follows may be broken. None in comments. */
export function completionSite(snapshot: Snapshot, offset: number): CompletionSite | undefined {
  const { text } = snapshot.source;
  const from = statementStart(snapshot, offset);
  const open = openPart(text.slice(from, offset));
  if (open === 'comment') return undefined;
  let start = offset;
  if (open) start = from + open.at + 1;
  else while (start > from && !BOUNDARY.test(text[start - 1] as string)) start -= 1;
  let end = offset;
  const ends = (character: string): boolean =>
    open ? character === open.quote || character === '\n' : BOUNDARY.test(character);
  while (end < text.length && !ends(text[end] as string)) end += 1;
  const prefix = text.slice(from, open ? start - 1 : start);
  return { before: tokensOf(prefix, snapshot), start, end, typed: text.slice(start, offset), quote: open?.quote };
}

/** Where the statement begins that is being written at an offset: with its line, or lines above that it goes on from. */
function statementStart(snapshot: Snapshot, offset: number): number {
  const { lines } = snapshot.source;
  let { line } = lines.positionAt(offset);
  while (line > 1 && lines.lineText(line - 1).endsWith('\\')) line -= 1;
  const start = lines.offsetAt({ line, column: 1 });
  // Of the analysis, which follows each edit: a document is read when it is asked for, and much may have changed since.
  const { source, project } = snapshot;
  const own = project.analysis.statements.filter(({ tokens, end }) => (tokens[0] ?? end).source === source);
  const around = firstEndingFrom(own, offset);
  return around ? Math.min(start, extentOf(around).start) : start;
}

/** The quote that is open at the end of a text, and where it stands; or that a comment is. */
function openPart(text: string): { quote: '"' | "'"; at: number } | 'comment' | undefined {
  let open: { quote: '"' | "'"; at: number } | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (open) {
      if (character === open.quote) open = undefined;
    } else if (character === '"' || character === "'") open = { quote: character, at };
    else if (character === '#') {
      const end = text.slice(at).search(/(?<!\\)\n/);
      if (end === -1) return 'comment';
      at += end;
    }
  }
  return open;
}

function tokensOf(text: string, { project }: Snapshot): readonly Token[] {
  const { version } = project.settings.target;
  const source = new Source('<completion>', text);
  const statement = parse(source, { version, macros: project.analysis.state.macros }).ast.statements.at(-1);
  return statement?.tokens.filter(({ type }) => type !== TokenType.NewLine) ?? [];
}
