import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERSIONS, type Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Automaton, type State } from '../../scripts/compare-grammar/automaton.js';
import { braceDifferences } from '../../scripts/compare-grammar/brace-differences.js';
import { setDifferences } from '../../scripts/compare-grammar/difference.js';
import { formDifferences } from '../../scripts/compare-grammar/form-differences.js';
import { statementForms } from '../../scripts/compare-grammar/forms.js';
import { rule, UnreadableGrammar } from '../../scripts/compare-grammar/grammar.js';
import { main } from '../../scripts/compare-grammar/main.js';
import { OurParser } from '../../scripts/compare-grammar/our-parser.js';
import { parserDifferences } from '../../scripts/compare-grammar/parser-differences.js';
import { tablesLanguage } from '../../scripts/compare-grammar/tables-grammar.js';
import { readYacc } from '../../scripts/compare-grammar/yacc-reader.js';
import { limitText, yaccText } from './yacc-text.js';

/** The differences that can be told without walking through the parser, as a diff. */
function difference(yacc: string, version: Version): string[] {
  const theirs = readYacc(yacc, limitText());
  const ours = tablesLanguage(version, true);
  return [
    ...setDifferences('keywords', theirs.keywords, ours.keywords),
    ...formDifferences(theirs.grammar, ours.grammar).differences,
    ...braceDifferences(theirs.grammar, new OurParser(version)).differences,
  ].map(({ side, place, text }) => `${place}: ${side === 'yacc' ? '+' : '-'} ${text}`);
}

/** The yacc file of a version with a piece replaced that must be there. */
function changed(version: Version, piece: string | RegExp, by: string): string {
  const text = yaccText(version);
  const result = text.replace(piece, by);
  expect(result, `nothing to replace: ${piece}`).not.toBe(text);
  return result;
}

describe('equal is equal', () => {
  test.each(VERSIONS)('the tables for %s against themselves as yacc', (version) => {
    expect(difference(yaccText(version), version)).toEqual([]);
  });

  test('each version differs from the one before exactly where the language changed', () => {
    const equal = VERSIONS.slice(1).filter(
      (version, at) => difference(yaccText(VERSIONS[at] as Version), version).length === 0,
    );
    expect(equal).toEqual(['7.4.0', '7.6.0', '7.7.0', '7.8.0']);
  });
});

describe('what is missing in the tables (+) or gone from the yacc file (-)', () => {
  test('a keyword', () => {
    const yacc = changed('7.8.0', '{ "admd",', '{ "queueing", ADMD }, { "admd",');
    expect(difference(yacc, '7.8.0')).toEqual(['keywords: + queueing']);
    expect(difference(changed('7.8.0', '{ "quit",', '{ "noop",'), '7.8.0')).toEqual(['keywords: - quit']);
  });

  test('a form of an option', () => {
    const yacc = changed('7.8.0', /\| TLS_REQUIRE VERIFY .*/, '| TLS_REQUIRE STRING');
    expect(difference(yacc, '7.8.0')).toEqual(['listen: + tls-require STRING', 'listen: - tls-require verify']);
  });

  test('an option that several statements take is told once', () => {
    const yacc = changed('7.8.0', 'one_of_action_local:', 'one_of_action_local: JUNK tables |');
    expect(difference(yacc, '7.8.0')).toEqual(['action-local: + junk TABLE']);
  });

  test('a criterion that cannot be negated', () => {
    const yacc = changed('7.8.0', 'not FROM ANY', 'FROM ANY');
    expect(difference(yacc, '7.8.0')).toEqual(['match: + from any', 'match: - [!] from any']);
  });

  test('a value of another kind', () => {
    const yacc = changed('7.8.0', 'ALIAS tables', 'ALIAS reference');
    expect(difference(yacc, '7.8.0')).toEqual(['action-local: + alias < STRING >', 'action-local: - alias TABLE']);
  });

  test('a statement', () => {
    const yacc = changed('7.8.0', '| SRS TTL STRING', '| SRS TTL NUMBER');
    expect(difference(yacc, '7.8.0')).toEqual(['statement: + srs ttl NUMBER', 'statement: - srs ttl STRING']);
  });

  test('a phase', () => {
    const yacc = changed('7.8.0', 'phase_connect:\n\t  CONNECT', 'phase_connect:\n\t  QUIT');
    expect(difference(yacc, '7.8.0')).toEqual([
      'statement: + filter STRING phase quit match […] […]',
      'statement: - filter STRING phase connect match […] […]',
    ]);
  });

  test('a condition and a decision of one phase', () => {
    const condition = changed('7.8.0', /filter_condition_in_phase_connect:/, '$& not HELO tables |');
    expect(difference(condition, '7.8.0')).toEqual(['filter-condition in phase connect: + [!] helo TABLE']);
    const decision = changed('7.8.0', /filter_decision_in_phase_commit:/, '$& JUNK |');
    expect(difference(decision, '7.8.0')).toEqual(['filter-decision in phase commit: + junk']);
  });

  test('the name of a limit, in the rule or in limit.c', () => {
    const yacc = changed('7.8.0', '"max-mails"', '"max-letters"');
    expect(difference(yacc, '7.8.0')).toEqual(['smtp limits: + max-letters NUMBER', 'smtp limits: - max-mails NUMBER']);
    const { grammar } = readYacc(yaccText('7.8.0'), limitText().replace('"task-hiwat"', '"task-high"'));
    expect(formDifferences(grammar, tablesLanguage('7.8.0', true).grammar).differences).toEqual([
      { side: 'yacc', place: 'mta limits', text: 'task-high NUMBER' },
      { side: 'ours', place: 'mta limits', text: 'task-hiwat NUMBER' },
    ]);
  });

  test('where line feeds may stand in braces', () => {
    expect(difference(changed('7.8.0', 'after_brace: feeds', 'after_brace:'), '7.8.0')).toContainEqual(
      expect.stringMatching(/^braces in .*: - \{ \\n STRING \}$/),
    );
    expect(difference(changed('7.8.0', 'names: STRING feeds', 'names: STRING'), '7.8.0')).toContainEqual(
      expect.stringMatching(/^braces in .*: - \{ STRING \\n \}$/),
    );
    expect(difference(changed('7.4.0', "between: ','", "between: ',' feeds"), '7.4.0')).toContainEqual(
      expect.stringMatching(/^braces in .*: \+ \{ STRING , \\n STRING \}$/),
    );
    expect(difference(changed('7.8.0', 'names: STRING', 'names: | STRING'), '7.8.0')).toContainEqual(
      expect.stringMatching(/^braces in .*: \+ \{ STRING , \}$/),
    );
  });
});

describe('the parser against a yacc file', () => {
  /**
   * In 6.4 the parser takes this word for the beginning of a statement and refuses what follows; the daemon refuses the
   * word. Both refuse the statement, with the same message.
   */
  const KNOWN = 'filter';

  const grammarOf = (yacc: string) => readYacc(yacc, limitText()).grammar;

  test('is found to read less or more, with the shortest sentence that shows it', () => {
    const yacc = changed('6.4.0', '| QUEUE COMPRESSION', '| QUEUE COMPRESSION STRING | QUEUE SCHEDULER');
    const { differences } = parserDifferences(grammarOf(yacc), new OurParser('6.4.0'));
    expect(differences).toEqual(
      expect.arrayContaining([
        { side: 'ours', place: 'parser', text: 'queue compression (end)' },
        { side: 'yacc', place: 'parser', text: 'queue compression STRING' },
        { side: 'yacc', place: 'parser', text: 'queue scheduler' },
      ]),
    );
  });

  test.each(VERSIONS)('goes on with what %s reads, and with nothing else, on any way', (version) => {
    const parser = new OurParser(version);
    const grammar = grammarOf(yaccText(version));
    const automaton = new Automaton(grammar, [rule(grammar.statement)]);
    const { terminals } = parser;
    const ways = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(ways, (draws) => {
        const words: string[] = [];
        let state: State = automaton.start;
        for (const [step, stray] of draws) {
          const next = terminals.filter((terminal) => automaton.step(state, terminal) !== undefined);
          const word = terminals[stray % terminals.length] as string;
          if (version === '6.4.0' && words.length === 0 && word === KNOWN) continue;
          expect(parser.read([...words, word]) !== 'refused', [...words, word].join(' ')).toBe(next.includes(word));
          if (next.length === 0) return;
          words.push(next[step % next.length] as string);
          state = automaton.step(state, words.at(-1) as string) as State;
          expect(parser.read(words), words.join(' ')).toBe(state.accepts ? 'whole' : 'unfinished');
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('reading yacc', () => {
  const KEYWORDS = '%%\nstruct k keywords[] = { { "set", SET }, // { "old", OLD },\n { "to", TO } };';
  const DECLARED = "%token SET TO OLD <v.string> STRING\n%token NUMBER\n%%\nfile: | file entry '\\n' ;\n";
  const read = (rules: string): string[] => [
    ...statementForms(readYacc(`${DECLARED}${rules}\n${KEYWORDS}`).grammar).keys(),
  ];

  test('leaves out code, comments and what yacc tells itself', () => {
    const rules = `
      entry: SET { say("} ; |"); /* } */ if (c == '}') { x(); } // }
             } STRING { $$ = $1; }     /* | SET NUMBER */
           | <v.number> TO %prec SET STRING TO STRING // | TO
           ;`;
    expect(read(rules)).toEqual(['set STRING', 'to STRING to STRING']);
  });

  test('a rule may lack its semicolon, and come in parts', () => {
    expect(read('entry: SET last\nlast: STRING\nlast: NUMBER')).toEqual(['set STRING', 'set NUMBER']);
  });

  test('what no word stands for is never read', () => {
    expect(read('entry: SET | OLD STRING | error STRING;')).toEqual(['set']);
  });

  test('lists and choices keep their forms', () => {
    const { grammar } = readYacc(
      `${DECLARED}entry: SET many one one ;\nmany: TO STRING many | ;\none: STRING | NUMBER ;\n${KEYWORDS}`,
    );
    expect([...statementForms(grammar).values()]).toEqual([
      {
        text: 'set […] […] […]',
        places: [
          { kind: 'list', rule: 'many', forms: new Set(['to STRING']) },
          { kind: 'choice', rule: 'one', forms: new Set(['STRING', 'NUMBER']) },
          { kind: 'choice', rule: 'one', forms: new Set(['STRING', 'NUMBER']) },
        ],
      },
    ]);
  });

  test.each([
    ['no rules', '', /no rules|no rule or token/],
    ['an unknown name', 'entry: SET NOWHERE;', /line 5: no rule or token "NOWHERE"/],
    ['an open brace', 'entry: SET { ;', /line 5: this brace is not closed/],
    ['an open comment', 'entry: SET /* ;', /line 5: this comment does not end/],
    ['an open literal', "entry: SET '= ;", /line 5: this literal does not end/],
    ['a recursion of another kind', 'entry: SET entry TO | STRING ;', /rule entry: contains itself in its middle/],
    ['brackets in brackets', 'entry: SET other ; other: TO entry | STRING ;', /by way of other rules/],
    ['another sign', 'entry: SET & TO ;', /line 5: "&" is unknown/],
    ['code outside of rules', 'entry: SET ; ; TO', /stands in no rule/],
  ])('%s is told, with its place', (_, rules, message) => {
    expect(() => read(rules)).toThrow(UnreadableGrammar);
    expect(() => read(rules)).toThrow(message);
  });
});

describe('the command', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'compare-grammar-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function run(...args: string[]): { status: number; out: string; error: string } {
    let out = '';
    let error = '';
    const status = main(args, { out: (text) => (out += text), error: (text) => (error += text) });
    return { status, out, error };
  }

  const file = (name: string, text: string): string => {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  };

  test('exits 0 where tables and parser are equal to the file', () => {
    file('limit.c', limitText());
    const { status, out, error } = run('--parse-y', file('parse.y', yaccText('7.8.0')), '--version', '7.8');
    expect({ status, error }).toEqual({ status: 0, error: '' });
    expect(out).toMatch(/^7\.8\.0: equal: 101 keywords, \d+ forms, \d+ contents of braces, \d+ steps of the parser\n$/);
  });

  test('exits 1 with a diff where they are not', () => {
    mkdirSync(join(directory, 'alone'));
    const path = file('alone/parse.y', changed('6.4.0', '| QUEUE COMPRESSION', ''));
    const { status, out, error } = run('--parse-y', path, '--version', '6.4.2p1');
    expect(status).toBe(1);
    expect(out).toContain(`--- grammar/src, for version 6.4.0\n+++ ${path}\n`);
    expect(out).toContain('\nstatement:\n- queue compression\n');
    expect(out).toContain('\n- queue compression\n');
    expect(error).toBe('the names of mta limits are not compared: no limit.c tells them\n');
  });

  test('exits 2 on wrong usage and on files that cannot be read', () => {
    const missing = join(directory, 'missing.y');
    for (const args of [[], ['--version', '7.8.0'], ['--parse-y', missing, '--version', '5.0'], ['--what']]) {
      expect(run(...args)).toMatchObject({ status: 2, out: '', error: expect.stringContaining('usage:') });
    }
    expect(run('--parse-y', missing, '--version', '7.8.0')).toMatchObject({
      status: 2,
      error: expect.stringContaining('ENOENT'),
    });
    expect(run('--parse-y', file('notes.y', 'no grammar'), '--version', '7.8.0')).toMatchObject({
      status: 2,
      error: `${join(directory, 'notes.y')}: this is no yacc file: no line begins with "%%"\n`,
    });
  });
});
