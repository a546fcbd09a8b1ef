import { withoutComments } from './c-text.js';
import {
  type Alternative,
  type GrammarSymbol,
  isRule,
  type Language,
  rule,
  terminal,
  UnreadableGrammar,
} from './grammar.js';
import { asksElsewhere, limitNames } from './limit-names.js';
import { type YaccToken, yaccTokens } from './yacc-tokens.js';

/** What a yacc file says, and what it leaves to another file. */
export interface YaccLanguage extends Language {
  /** Whether limits have names that only limit.c knows, and it was not given. */
  readonly limitsElsewhere: boolean;
}

/** Terminals that are not looked up as words. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['STRING', 'STRING'],
  ['NUMBER', 'NUMBER'],
  ['ARROW', '=>'],
]);

const STATEMENT = '(statement)';

/** Reads parse.y; `limitC` is the text of limit.c, which names the limits of `mta`. */
export function readYacc(text: string, limitC?: string): YaccLanguage {
  const [first, second] = [...text.matchAll(/^%%.*$/gm)];
  if (first === undefined) throw new UnreadableGrammar('this is no yacc file: no line begins with "%%"');
  const keywords = readKeywords(text);
  const words = new Map(keywords.map(({ token, word }) => [token, word]));
  const declared = declaredTokens(text.slice(0, first.index));
  const rawRules = readRules(yaccTokens(text, first.index + first[0].length, second?.index ?? text.length));
  let limitsElsewhere = false;

  const symbolOf = (token: YaccToken): GrammarSymbol | undefined => {
    if (token.kind === 'literal') return terminal(token.text.slice(1, -1));
    if (rawRules.has(token.text)) return rule(token.text);
    if (!declared.has(token.text)) throw new UnreadableGrammar(`line ${token.line}: no rule or token "${token.text}"`);
    const word = words.get(token.text) ?? SIGNS.get(token.text);
    return word === undefined ? undefined : terminal(word);
  };
  const alternativeOf = (tokens: readonly YaccToken[]): readonly Alternative[] => {
    const symbols = tokens.filter((token) => token.kind !== 'action').map(symbolOf);
    // A token that no word stands for is never read.
    if (symbols.includes(undefined)) return [];
    const code = tokens.findLast((token) => token.kind === 'action')?.text ?? '';
    const isLimit = symbols.map((symbol) => symbol?.name).join(' ') === 'STRING NUMBER';
    const names = isLimit ? limitNames(code, limitC) : undefined;
    if (isLimit && names === undefined && asksElsewhere(code)) limitsElsewhere = true;
    return [{ symbols: symbols as GrammarSymbol[], ...(names && { names }) }];
  };

  const rules = new Map<string, readonly Alternative[]>();
  for (const [name, alternatives] of rawRules) rules.set(name, alternatives.flatMap(alternativeOf));
  const [start] = rawRules.keys();
  if (start === undefined) throw new UnreadableGrammar('this yacc file has no rules');
  rules.set(STATEMENT, statements(rules.get(start) ?? [], start));
  return {
    grammar: { statement: STATEMENT, rules },
    keywords: new Set(keywords.map(({ word }) => word)),
    limitsElsewhere,
  };
}

/** What the alternatives `start statement '\n'` have between the two; an empty line is no statement. */
function statements(alternatives: readonly Alternative[], start: string): Alternative[] {
  return alternatives
    .filter(({ symbols }) => isRule(symbols[0], start) && symbols.length > 2)
    .map(({ symbols }) => ({ symbols: symbols.slice(1, -1) }));
}

/** The alternatives of each rule. `error` is yacc's own token: what it stands in is for recovery, not for reading. */
function readRules(tokens: readonly YaccToken[]): Map<string, YaccToken[][]> {
  const rules = new Map<string, YaccToken[][]>();
  let alternatives: YaccToken[][] | undefined;
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    if (token.kind === 'name' && next?.kind === 'sign' && next.text === ':') {
      alternatives = rules.get(token.text) ?? [];
      rules.set(token.text, alternatives);
    } else if (token.kind === 'sign' && token.text === ';') alternatives = undefined;
    else if (alternatives === undefined) {
      throw new UnreadableGrammar(`line ${token.line}: "${token.text}" stands in no rule`);
    } else if (token.kind === 'sign') alternatives.push([]);
    else alternatives.at(-1)?.push(token);
  });
  for (const [name, all] of rules) {
    const read = all.filter(
      (alternative) => !alternative.some(({ kind, text }) => kind === 'name' && text === 'error'),
    );
    rules.set(name, read);
  }
  return rules;
}

function declaredTokens(declarations: string): Set<string> {
  const names = withoutComments(declarations)
    .replace(/^%\{.*?^%\}/gms, '')
    .matchAll(/^%token\b(.*(?:\n\s+.*)*)/gm);
  return new Set([...names].flatMap((match) => match[1]?.replace(/<[^>]*>/g, ' ').match(/[A-Za-z_]\w*/g) ?? []));
}

/** The table in lookup(). */
function readKeywords(text: string): { word: string; token: string }[] {
  const table = /\bkeywords\s*\[\s*\]\s*=\s*\{(.*?)\}\s*;/s.exec(withoutComments(text))?.[1];
  if (table === undefined) throw new UnreadableGrammar('this file has no table of keywords (lookup)');
  const entries = table.matchAll(/\{\s*"([^"]*)"\s*,\s*(\w+)\s*\}/g);
  return [...entries].map(([, word = '', token = '']) => ({ word, token }));
}
