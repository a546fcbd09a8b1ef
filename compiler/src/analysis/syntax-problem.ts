import { KEYWORDS, keywordOf, type LexicalMessage, type Statement, type Token, TokenType } from '@smtpd-conf/grammar';
import { type Problem, placeOf } from '../problem.js';
import type { ProblemId } from '../problem-catalogue.js';

const LEXICAL: Readonly<Record<LexicalMessage['cause'], readonly [id: ProblemId, what: (text: string) => string]>> = {
  'macro-undefined': ['macro-undefined', (text) => `There is no ${text.replace(' not defined', '')} above this line.`],
  'too-long': ['string-too-long', () => 'This string is too long.'],
  number: ['invalid-number', () => 'This number is too large.'],
  'nul-in-quotes': ['nul-byte', () => 'A NUL byte stands in this string.'],
  unterminated: ['unterminated-string', () => 'This string has no closing quote.'],
};

/** What the lexer complained about, as a problem. */
export function lexicalProblem(message: LexicalMessage, token: Token): Problem {
  const [id, what] = LEXICAL[message.cause];
  return {
    id,
    severity: 'error',
    what: what(message.text),
    place: placeOf(token),
    related: [],
    daemon: { kind: 'located', text: message.text, file: message.source.name, line: message.line },
  };
}

/** Why a statement is none; undefined for one that is whole. */
export function syntaxProblem(statement: Statement): Problem | undefined {
  const token = statement.error?.token ?? statement.end;
  const [message] = token.messages ?? [];
  if (message) return lexicalProblem(message, token);
  if (token.type === TokenType.End && token.source.text.charCodeAt(token.start) === 0) return nulProblem(token);
  const atEnd = token === statement.end;
  const before = statement.tokens.at(-1) ?? token;
  const place = atEnd ? { source: before.source, start: before.start, end: before.end } : placeOf(token);
  return {
    id: 'syntax-error',
    severity: 'error',
    what: explain(statement, token, atEnd),
    place,
    related: [],
    daemon: { kind: 'located', text: 'syntax error', file: token.source.name, line: token.line },
  };
}

/** A NUL byte outside quotes is the end of the file to the daemon. */
export function nulProblem(token: Token, severity: Problem['severity'] = 'error'): Problem {
  return {
    id: 'nul-byte',
    severity,
    what: 'The daemon stops reading here.',
    place: { source: token.source, start: token.start, end: token.start + 1 },
    related: [],
    daemon: { kind: 'located', text: 'syntax error', file: token.source.name, line: token.line },
  };
}

function explain(statement: Statement, token: Token, atEnd: boolean): string {
  const before = statement.tokens[(statement.error?.index ?? 0) - 1];
  if (atEnd) return `The statement ends too early, after "${before?.text ?? ''}".`;
  if (token.type === TokenType.NewLine) return `A line cannot end after "${before?.text ?? ''}".`;
  if (token.text === '\r' && !token.quoted) return 'The line ends in CR LF, and the daemon knows LF only.';
  const shown = token.quoted ? `"${token.text}"` : token.text;
  const keyword = keywordOf(token.type);
  if (statement.error?.index === 0) {
    return KEYWORDS.has(token.text) ? `No statement begins with ${shown}.` : `"${shown}" begins no statement.`;
  }
  if (keyword !== undefined) return `The keyword ${shown} cannot stand after "${before?.text ?? ''}".`;
  if (token.type === TokenType.String) return `"${token.text}" cannot stand after "${before?.text ?? ''}".`;
  return `${shown} cannot stand after "${before?.text ?? ''}".`;
}
