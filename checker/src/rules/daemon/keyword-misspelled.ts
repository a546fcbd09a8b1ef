import {
  changeToken,
  existsIn,
  KEYWORDS,
  keywordType,
  NEWEST,
  parseStatement,
  type Token,
  TokenType,
} from '@smtpd-conf/grammar';
import { distance } from 'fastest-levenshtein';
import { fix, replaceText } from '../../fixes/edits.js';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { type Fault, syntaxFault } from '../../subject/syntax-fault.js';
import type { Subject } from '../../subject.js';

interface Misspelled extends Found {
  readonly at: Token;
  readonly meant: string;
}

export const keywordMisspelled = defineProblemRule<Misspelled>({
  id: 'keyword-misspelled',
  category: 'daemon',
  severity: 'error',
  since: '0.1.0',
  what: 'A word is almost a keyword, and the statement could be read with that.',
  why: 'The daemon refuses the file, and says no more than "syntax error".',
  how: 'Correct the word.',
  bad: conf('action "a" maidir', 'match for local action "a"'),
  good: conf('action "a" maildir', 'match for local action "a"'),
  daemon: 'refuses',
  source: 'parse.y: lookup',
  fix: 'unsafe',
  problems: ['syntax-error'],
  recognise(problem, subject) {
    const fault = syntaxFault(problem, subject);
    if (fault === undefined) return undefined;
    // A wrong word may be taken for a name, so that the next one is where the daemon stops.
    for (const index of [fault.index, fault.index - 1]) {
      const token = fault.statement.tokens[index];
      const meant = token && keywordMeant(token, index, fault, subject);
      if (token && meant !== undefined) return { at: token, meant };
    }
    return undefined;
  },
  message: ({ at, meant }) => `"${at.text}" is no keyword; did you mean ${meant}?`,
  fixes: ({ at, meant }) => fix('unsafe', `Write ${meant}`, replaceText(at, meant)),
});

/** The nearest keyword with which the statement can be read further. */
function keywordMeant(token: Token, index: number, fault: Fault, { target }: Subject): string | undefined {
  if (token.quoted || token.type !== TokenType.String || token.text.length < 3) return undefined;
  const { tokens, end } = fault.statement;
  // One letter in three may be wrong; what is shorter is another word, not a slip.
  const most = Math.max(1, Math.floor(token.text.length / 3));
  const near = [...KEYWORDS.keys()]
    .filter((word) => existsIn(KEYWORDS.get(word) ?? { since: NEWEST }, target.version))
    .map((word) => ({ word, apart: distance(word, token.text.toLowerCase()) }))
    .filter(({ apart }) => apart <= most)
    .toSorted((a, b) => a.apart - b.apart);
  return near.find(({ word }) => {
    const mended = tokens.with(index, changeToken(token, { type: keywordType(word) }));
    const { error } = parseStatement(mended, end, target.version);
    return error === undefined || error.index > fault.index;
  })?.word;
}
