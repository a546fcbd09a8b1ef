import {
  CLAUSES,
  type ClauseNode,
  isValueKind,
  type ListenStatement,
  type Statement,
  type Token,
} from '@smtpd-conf/grammar';
import { isSecure } from '../legacy/lower-listen.js';
import { type Problem, placeOf } from '../problem.js';

/** Says of a statement that it is one of the grammar before 6.4, and what its words have become. */
export function legacyProblem(statement: Statement): Problem | undefined {
  const { legacy, tokens } = statement;
  const [first] = tokens;
  if (legacy === undefined || first === undefined) return undefined;
  const { token } = legacy.refused;
  const instead = replacement(statement);
  if (legacy.wantsQuotes) return keywordProblem(token);
  return {
    id: 'legacy-grammar',
    severity: 'error',
    what: `This is the grammar from before 6.4${instead === undefined ? '.' : `: ${instead}.`}`,
    place: placeOf(first),
    related: [],
    daemon: { kind: 'located', text: 'syntax error', file: token.source.name, line: token.line },
  };
}

function keywordProblem(token: Token): Problem {
  return {
    id: 'syntax-error',
    severity: 'error',
    what: `"${token.text}" is a keyword since 6.4, and no name.`,
    place: placeOf(token),
    related: [],
    daemon: { kind: 'located', text: 'syntax error', file: token.source.name, line: token.line },
  };
}

function replacement(statement: Statement): string | undefined {
  switch (statement.kind) {
    case 'rule':
      return statement.verb.text === 'accept'
        ? '"accept" has become an action and a match rule'
        : '"reject" has become match … reject';
    case 'map':
      return '"map" has become table';
    case 'obsolete':
      return `there is no "${statement.tokens[0]?.text}" any more`;
    case 'setting':
      return statement.setting && become([statement.setting]);
    case 'listen':
      return becomeListener(statement);
    case 'pki':
    case 'ca':
      return become(statement.options);
    default:
      return undefined;
  }
}

function becomeListener({ options }: ListenStatement): string | undefined {
  const secure = options.find(isSecure)?.words[0]?.text;
  if (secure === undefined) return become(options);
  return `"${secure}" has become two listeners, one with tls and one with smtps`;
}

/** The first clause whose words are others today. */
function become(clauses: readonly ClauseNode[]): string | undefined {
  for (const { id, words } of clauses) {
    const before = words.map(({ text }) => text).join(' ');
    const forms = CLAUSES[id].forms.map(({ parts }) => parts.filter((part) => !isValueKind(part)).join(' '));
    if (!forms.includes(before)) return `"${before}" has become ${forms[0]}`;
  }
  return undefined;
}
