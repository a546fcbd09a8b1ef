import { KEYWORDS, keywordOf, type Token, TokenType } from '@smtpd-conf/grammar';
import type { Edit } from '../../finding.js';
import { fix } from '../../fixes/edits.js';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { syntaxFault } from '../../subject/syntax-fault.js';

interface Unquoted extends Found {
  readonly at: Token;
  /** As far as the word goes that was meant. */
  readonly text: string;
  readonly edit: Edit | undefined;
}

/** Characters that no unquoted word begins with, though values do. */
const VALUE_START = /^[/~@*.|%[+]/;

/** Words that are followed by a name. */
const NAMING: ReadonlySet<string> = new Set([
  'action',
  'filter',
  'table',
  'pki',
  'ca',
  'proc',
  'tag',
  'user',
  'wrapper',
]);

export const needsQuotes = defineProblemRule<Unquoted>({
  id: 'needs-quotes',
  category: 'lexical',
  severity: 'error',
  since: '0.1.0',
  what: 'A value needs quotes.',
  why: 'Words begin with a letter, a digit, a colon or an underscore; paths, addresses, names that are keywords and names of digits only are read as something else.',
  how: 'Put it in quotes.',
  bad: conf('action local mbox', 'match for local action "local"'),
  good: conf('action "local" mbox', 'match for local action "local"'),
  daemon: 'refuses',
  source: 'parse.y: yylex, lookup',
  fix: 'safe',
  problems: ['syntax-error'],
  recognise(problem, subject) {
    const fault = syntaxFault(problem, subject);
    if (fault === undefined || fault.index === 0) return undefined;
    const { token, statement } = fault;
    const before = statement.tokens[fault.index - 1];
    if (token.quoted || token.expandedFrom || before?.expandedFrom) return undefined;
    const rest = /^[^\s,{}<>"'#]+/.exec(token.source.text.slice(token.start))?.[0] ?? '';
    const keyword = keywordOf(token.type) !== undefined && KEYWORDS.has(token.text);
    const names = !before?.quoted && NAMING.has(before?.text ?? '');
    const asName = names && (keyword || token.type === TokenType.Number);
    if (!asName && !(VALUE_START.test(rest) && rest.length > 1)) return undefined;
    const text = asName ? token.text : rest;
    const { source, start } = token;
    return { at: token, text, edit: { source, start, end: start + text.length, text: `"${text}"` } };
  },
  message: ({ text }) => `${text} is not read as a string.`,
  fixes: ({ text, edit }) => fix('safe', `Write "${text}"`, edit),
});
