import type { Place } from '@smtpd-conf/compiler';
import { KEYWORDS, type Token } from '@smtpd-conf/grammar';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { syntaxFault } from '../../subject/syntax-fault.js';

interface Name extends Found {
  readonly at: Place;
  readonly what: string;
}

export const macroName = defineProblemRule<Name>({
  id: 'macro-name',
  category: 'lexical',
  severity: 'error',
  since: '0.1.0',
  what: 'A macro is defined or used in a way that the daemon does not read.',
  why: 'Names are made of letters, digits and underscores and are no keywords; values are strings; $name has no braces.',
  how: 'Write name = "value" and $name.',
  bad: conf('port = 587', 'listen on lo port $port', 'match for local reject'),
  good: conf('submission_port = "587"', 'listen on lo port $submission_port', 'match for local reject'),
  daemon: 'refuses',
  source: 'parse.y: varset, yylex',
  problems: ['syntax-error', 'macro-undefined', 'macro-name'],
  recognise(problem, subject) {
    const { place } = problem;
    if (place === undefined) return undefined;
    const { text } = place.source;
    if (text.startsWith('${', place.start)) return { at: place, what: 'Macros are used without braces.' };
    const fault = syntaxFault(problem, subject);
    const [first, second] = fault?.statement.tokens ?? [];
    if (fault === undefined || first === undefined) return undefined;
    return inDefinition(first, second, fault.token, fault.index);
  },
  message: ({ what }) => what,
});

function inDefinition(first: Token, second: Token | undefined, token: Token, index: number): Name | undefined {
  const at = { source: token.source, start: token.start, end: token.end };
  const { text } = first.source;
  const line = text.slice(first.start, text.indexOf('\n', first.start) + 1 || text.length);
  if (!/^[\w.-]+[ \t]*=/.test(line)) return undefined;
  if (KEYWORDS.has(first.text) && second !== undefined) {
    return {
      at: { source: first.source, start: first.start, end: first.end },
      what: `"${first.text}" is a keyword and cannot name a macro.`,
    };
  }
  if (index >= 2 && /^\d+$/.test(token.text) && !token.quoted)
    return { at, what: 'The value is a number and needs quotes.' };
  return undefined;
}
