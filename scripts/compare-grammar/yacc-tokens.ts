import { afterBlock, afterComment, afterQuoted, lineOf } from './c-text.js';
import { UnreadableGrammar } from './grammar.js';

/** A piece of the rules of a yacc file. The text of an action is the C in its braces. */
export interface YaccToken {
  readonly kind: 'name' | 'literal' | 'action' | 'sign';
  readonly text: string;
  readonly line: number;
}

const NAME = /[A-Za-z_][\w.]*/y;
/** `%empty` stands for nothing; `%prec TOKEN` settles conflicts and `<type>` tells C its types. */
const IGNORED = /%empty\b|%prec\s+\S+|<[^>]*>/y;

/** Cuts the rules between the two `%%` into tokens; comments are left out. `at` is where they begin. */
export function yaccTokens(text: string, at: number, end: number): YaccToken[] {
  const tokens: YaccToken[] = [];
  let position = at;
  const add = (kind: YaccToken['kind'], after: number): void => {
    tokens.push({ kind, text: text.slice(position, after), line: lineOf(text, position) });
    position = after;
  };
  while (position < end) {
    const sign = text[position] as string;
    const comment = afterComment(text, position);
    if (comment > position) position = comment;
    else if (/\s/.test(sign)) position++;
    else if (sign === "'" || sign === '"') add('literal', afterQuoted(text, position));
    else if (sign === '{') add('action', afterBlock(text, position));
    else if (sign === ':' || sign === '|' || sign === ';') add('sign', position + 1);
    else {
      const name = matchAt(NAME, text, position);
      const ignored = matchAt(IGNORED, text, position);
      if (name > position) add('name', name);
      else if (ignored > position) position = ignored;
      else throw new UnreadableGrammar(`line ${lineOf(text, position)}: "${sign}" is unknown in yacc rules`);
    }
  }
  return tokens;
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match ? at + match[0].length : at;
}
