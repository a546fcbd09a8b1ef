import {
  CLAUSES,
  type Clause,
  type ClauseId,
  existsIn,
  type Form,
  isValueKind,
  KEYWORDS,
  type Lifetime,
  MDA_LIMITS,
  MTA_LIMITS,
  parseForm,
  SCHEDULER_LIMITS,
  SMTP_LIMITS,
  Source,
  STATEMENTS,
  type Statement,
  StatementParser,
  StatementReader,
  VERSIONS,
  type Version,
} from '@smtpd-conf/grammar';
import { describe, expect, test } from 'vitest';
import { minimalStatements } from './minimal-statement.js';

const clauses = Object.values<Clause>(CLAUSES);
const heads = Object.values(STATEMENTS).flatMap(({ syntax }) => [syntax].flat().map(parseForm));
const formsOfAll: readonly Form[] = [...heads, ...clauses.flatMap((clause) => clause.forms)];

const wordsOf = (form: Form): string[] => form.parts.filter((part) => /^[a-z]/.test(part) && !isValueKind(part));

/** What smtpd.conf(5) of 7.8 leaves out: a new entry is a fact to be checked against it. */
const UNDOCUMENTED: readonly ClauseId[] = [
  'decision.report',
  'mda.limit',
  'mta.limit',
  'mta.limit-for-domain',
  'phase.auth',
  'proc.chroot',
  'relay.filter',
  'scheduler.limit',
];

/** Reserved words that no release has a place for. */
const UNUSED = ['data-line', 'noop', 'quit', 'recipient', 'rset', 'smtp-in', 'smtp-out', 'tagged', 'to'];

describe('the tables', () => {
  test('each word of a form is a keyword as long as the form exists', () => {
    for (const form of formsOfAll) {
      for (const word of wordsOf(form)) {
        const keyword = KEYWORDS.get(word) as Lifetime;
        expect(keyword, word).toBeDefined();
        for (const version of VERSIONS.filter((some) => existsIn(form, some))) {
          expect(existsIn(keyword, version), `${form.parts.join(' ')} in ${version}`).toBe(true);
        }
      }
    }
  });

  test('each keyword is used in a form, or known to be reserved only', () => {
    // Limits that take an address family, and the word between phase and condition, stand in the parser.
    const used = new Set([...formsOfAll.flatMap(wordsOf), 'match', 'inet4', 'inet6']);
    expect([...KEYWORDS.keys()].filter((word) => !used.has(word)).sort()).toEqual(UNUSED);
  });

  test('each clause says in a sentence what it means, and where the manual speaks of it', () => {
    for (const { id, doc, manual } of clauses) {
      expect(doc, id).toMatch(/^[A-Z].*\.$/);
      expect(manual, id).not.toBe('');
    }
    const silent = clauses.filter(({ manual }) => manual === undefined).map(({ id }) => id);
    expect(silent.sort()).toEqual(UNDOCUMENTED);
    for (const { doc, manual } of Object.values(STATEMENTS)) expect(doc && manual).toMatch(/./);
  });

  test('each limit has a sentence, and a name that no other of its kind has', () => {
    for (const limits of [SMTP_LIMITS, MDA_LIMITS, MTA_LIMITS, SCHEDULER_LIMITS]) {
      expect(new Set(limits.map(({ name }) => name)).size).toBe(limits.length);
      for (const { name, doc } of limits) expect(doc, name).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('no clause has the same form twice, and no two clauses of a context share one', () => {
    const seen = clauses.flatMap(({ context, forms }) => forms.map(({ parts }) => `${context}: ${parts.join(' ')}`));
    expect(seen.filter((form, at) => seen.indexOf(form) !== at)).toEqual([]);
  });
});

describe('the parser', () => {
  test('stands up to the checks that Chevrotain has for grammars', () => {
    expect(() => new StatementParser(true)).not.toThrow();
  });

  const parser = new StatementParser();
  const cases = clauses.flatMap((clause) =>
    clause.forms.map((form): [string, Clause, Form] => [`${clause.id}: ${form.parts.join(' ')}`, clause, form]),
  );

  test.each(cases)('reads %s in the releases that have it, and in no other', (_, clause, form) => {
    for (const { text, framed } of minimalStatements(clause, form)) {
      for (const version of VERSIONS.filter(framed)) {
        const statement = read(text, version);
        const { clauses: found, error } = parser.parse(
          statement.tokens.map((token) => token.type),
          version,
        );
        const here = found.some((some) => some.complete && some.form === form && some.clause.id === clause.id);
        const context = `${text} (${version})`;
        expect(statement.error === undefined, context).toBe(error < 0);
        if (existsIn(form, version)) expect([here, statement.error], context).toEqual([true, undefined]);
        else expect(here && statement.error === undefined, context).toBe(false);
      }
    }
  });
});

/** The one statement in a text. */
function read(text: string, version: Version): Statement {
  const reader = new StatementReader(new Source('test', text), { version, macros: new Map(), recovery: 'statement' });
  const { statement } = reader.next();
  expect(statement, text).toBeDefined();
  return statement as Statement;
}
