import type { Token } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';

interface Spanning extends Found {
  readonly at: Token;
  readonly swallowed: string;
}

export const quoteSpansLines = defineRule<Spanning>({
  id: 'quote-spans-lines',
  category: 'lexical',
  severity: 'error',
  since: '0.1.0',
  what: 'A quoted string goes over several lines.',
  why: 'The daemon drops line feeds in quotes: where a quote is missing, the statements up to the next quote become part of the string.',
  how: 'Close the quote on its line.',
  bad: conf(
    'filter "f" phase connect match !rdns disconnect "550 no name',
    'match from any for any reject',
    '"',
    'listen on lo filter "f"',
    'match from any for local reject',
  ),
  good: conf(
    'filter "f" phase connect match !rdns disconnect "550 no name"',
    'match from any for any reject',
    'listen on lo filter "f"',
    'match from any for local reject',
  ),
  daemon: 'accepts',
  source: 'parse.y: yylex',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const { tokens } of subject.statements) {
      for (const at of tokens) {
        if (!at.quoted || at.expandedFrom || at.end - at.start < 3) continue;
        const written = at.source.text.slice(at.start, at.end);
        // A backslash before the line feed says that it is meant.
        const feed = /(?<!\\)\n([^\n]*)/.exec(written);
        if (feed) yield { at, swallowed: (feed[1] ?? '').trim() };
      }
    }
  },
  message: ({ swallowed }) => `"${swallowed.slice(0, 40)}" belongs to this string.`,
});
