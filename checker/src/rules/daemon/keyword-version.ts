import {
  atLeast,
  CLAUSES,
  type Clause,
  existsIn,
  type Statement,
  type Token,
  VERSIONS,
  type Version,
} from '@smtpd-conf/grammar';
import { conf, defineProblemRule, type Found } from '../../rule.js';
import { syntaxFault } from '../../subject/syntax-fault.js';

interface Newer extends Found {
  readonly at: Token;
  readonly since: Version;
}

export const keywordVersion = defineProblemRule<Newer>({
  id: 'keyword-version',
  category: 'daemon',
  severity: 'error',
  since: '0.1.0',
  versions: { until: '7.5.0' },
  what: 'A word is newer than the release that the file is checked for.',
  why: 'That release reads it as something else, and refuses the file with "syntax error".',
  how: 'Leave it away, or name a later release with --target.',
  bad: conf('listen on socket no-dsn', 'match for local reject'),
  good: conf('listen on socket mask-src', 'match for local reject'),
  daemon: 'refuses',
  source: 'parse.y',
  problems: ['syntax-error'],
  recognise(problem, subject) {
    const { version } = subject.target;
    const fault = syntaxFault(problem, subject);
    const { token, statement } = fault ?? {};
    if (token === undefined || statement === undefined || token.quoted) return undefined;
    const since = firstRelease(token.text, statement);
    return since && !atLeast(version, since) ? { at: token, since } : undefined;
  },
  message: ({ at, since }) => `${at.text} can stand here since ${since}.`,
});

/** The statements that the clauses of a context stand in. */
const CONTEXTS: Readonly<Record<string, readonly Clause['context'][]>> = {
  listen: ['listen'],
  match: ['match', 'match-outcome'],
  action: ['action', 'action-local', 'action-relay', 'action-method'],
  filter: ['filter', 'filter-phase', 'filter-condition', 'filter-decision'],
  proc: ['proc'],
};

/** The first release in which a clause of the statement begins with, or has, the word; undefined for one that all have. */
function firstRelease(word: string, statement: Statement): Version | undefined {
  const socket = statement.kind === 'listen' && statement.socket;
  const contexts = socket ? ['listen-socket'] : (CONTEXTS[statement.kind] ?? []);
  const forms = Object.values<Clause>(CLAUSES).flatMap(({ context, forms }) =>
    contexts.includes(context) ? forms : [],
  );
  const having = forms.filter(({ parts }) => parts.includes(word));
  if (having.length === 0) return undefined;
  return VERSIONS.find((version) => having.some((form) => existsIn(form, version)));
}
