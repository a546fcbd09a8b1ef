import type { Place } from '@smtpd-conf/compiler';
import type { Edit } from '../../finding.js';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { syntaxFault } from '../../subject/syntax-fault.js';

interface Character extends Found {
  readonly at: Place;
  readonly what: string;
  readonly edits: readonly Edit[];
}

export const encoding = defineProblemRule<Character>({
  id: 'encoding',
  category: 'lexical',
  severity: 'error',
  since: '0.1.0',
  what: 'The file has characters that editors put there and the daemon does not know.',
  why: 'It reads bytes: carriage returns, a byte order mark and typographic quotes are no white space and no quotes.',
  how: 'Use LF line ends, UTF-8 without a byte order mark, and plain quotes.',
  bad: { text: 'match for local reject\r\nmatch for any reject\r\n' },
  good: conf('match for local reject', 'match for any reject'),
  daemon: 'refuses',
  source: 'parse.y: lgetc, yylex',
  fix: 'safe',
  problems: ['syntax-error'],
  recognise(problem, subject) {
    const fault = syntaxFault(problem, subject);
    if (fault === undefined) return undefined;
    const { token, statement } = fault;
    const { source } = token;
    const { text, encoding: written } = source;
    const one = (start: number, end: number, what: string, put: string): Character => ({
      at: { source, start, end },
      what,
      edits: [{ source, start, end, text: put }],
    });
    if (text[token.start] === '\r') return one(token.start, token.start + 1, 'The line ends in CR LF.', '');
    if (token.start === 0 && written === 'utf-8' && text.startsWith('\ufeff')) {
      return one(0, 1, 'The file begins with a byte order mark.', '');
    }
    const last = statement.tokens.at(-1) ?? token;
    const line = text.slice(statement.tokens[0]?.start ?? token.start, Math.max(last.end, token.end));
    if (written !== 'utf-8' || !/[“”„‟«»‘’]/.test(line)) return undefined;
    const from = statement.tokens[0]?.start ?? token.start;
    const feed = text.indexOf('\n', token.start);
    const whole = text.slice(from, feed === -1 ? text.length : feed);
    const edits = [...whole.matchAll(/[“”„‟«»‘’]/g)].map(({ index }) => ({
      source,
      start: from + index,
      end: from + index + 1,
      text: '"',
    }));
    const [first] = edits;
    return (
      first && { at: { source, start: first.start, end: first.end }, what: 'These are typographic quotes.', edits }
    );
  },
  message: ({ what }) => what,
  fixes: ({ edits }) => [{ title: 'Use what the daemon knows', safety: 'safe', edits }],
});
