import type { Place } from '@smtpd-conf/compiler';
import { parse } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { sources } from '../../subject/sources.js';

interface Swallowed extends Found {
  readonly at: Place;
  readonly backslash: number;
  readonly line: string;
}

export const commentContinuation = defineRule<Swallowed>({
  id: 'comment-continuation',
  category: 'lexical',
  severity: 'error',
  since: '0.1.0',
  what: 'A comment ends in a backslash.',
  why: 'The backslash joins the next line to the comment, so that a statement there is not read.',
  how: 'Remove the backslash, or put # before the next line.',
  bad: conf(
    'action "a" mbox',
    '# spammers \\',
    'match from any mail-from "@example.net" for any reject',
    'match from any for local action "a"',
  ),
  good: conf(
    'action "a" mbox',
    '# spammers',
    'match from any mail-from "@example.net" for any reject',
    'match from any for local action "a"',
  ),
  daemon: 'accepts',
  source: 'parse.y: lgetc, yylex',
  fix: 'unsafe',
  needs: 'parts',
  *find(subject) {
    for (const source of sources(subject)) {
      if (!source.text.includes('\\\n') || !/#.*\\\n/.test(source.text)) continue;
      for (const { start, end } of parse(source, { version: subject.target.version }).ast.comments) {
        const feed = source.text.indexOf('\\\n', start);
        if (feed === -1 || feed >= end) continue;
        const line = source.text.slice(feed + 2, end).trim();
        // A comment that goes on as one is meant so.
        if (line === '' || line.startsWith('#')) continue;
        yield { at: { source, start, end }, backslash: feed, line };
      }
    }
  },
  message: ({ line }) => `"${line.length > 40 ? `${line.slice(0, 40)}…` : line}" belongs to the comment.`,
  fixes: ({ at, backslash }) => [
    {
      title: 'Remove the backslash',
      safety: 'unsafe',
      edits: [{ source: at.source, start: backslash, end: backslash + 1, text: '' }],
    },
  ],
});
