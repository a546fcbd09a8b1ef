/** A token to be written; how a string is quoted and what stands between tokens is the spelling's business. */
export type Piece =
  | { readonly kind: 'keyword'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string };

export type Mark = '{' | '}' | '<' | '>' | ',' | '=' | '=>' | '!' | '\n';

export const keyword = (text: string): Piece => ({ kind: 'keyword', text });
export const string = (text: string): Piece => ({ kind: 'string', text });
export const number = (value: number | string): Piece => ({ kind: 'number', text: String(value) });
export const mark = (text: Mark): Piece => ({ kind: 'mark', text });
export const keywords = (words: readonly string[]): Piece[] => words.map(keyword);
