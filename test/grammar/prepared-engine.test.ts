import {
  FIRST_KEYWORD,
  KEYWORDS,
  Source,
  StatementParser,
  StatementReader,
  VERSIONS,
  type Version,
} from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chevrotainDecisions } from '../../grammar/src/parser/chevrotain-decisions.js';
import { DECISIONS } from '../../grammar/src/parser/prepared-decisions.js';
import { preparedGrammar } from '../../scripts/bundle.mjs';
import { loadBundled } from '../../scripts/fuzz-bundle.mjs';
import { fixtureTexts } from '../support/fixture-texts.js';

const chevrotain = new StatementParser();
/** As the bundle of the command line has it. */
const bundled = await loadBundled('../grammar/src/parser/statement-parser.ts', [preparedGrammar]);
const prepared: StatementParser = new bundled.StatementParser();

/** Each sequence of token types that makes a statement of a fixture, as some release cuts it. */
const sequences: readonly (readonly number[])[] = [
  ...new Map(
    fixtureTexts()
      .flatMap((text) => (['6.4.0', '6.8.0', '7.8.0'] as const).flatMap((version) => statementTypes(text, version)))
      .filter((types) => types.length <= 100)
      .map((types) => [types.join(' '), types]),
  ).values(),
];

function statementTypes(text: string, version: Version): number[][] {
  const reader = new StatementReader(new Source('fixture', text), { version, macros: new Map(), recovery: 'daemon' });
  const found: number[][] = [];
  for (let read = reader.next(); read.statement !== undefined; read = reader.next()) {
    found.push(read.statement.tokens.map(({ type }) => type));
  }
  return found;
}

function expectSame(types: readonly number[]): void {
  for (const version of VERSIONS) {
    expect(prepared.parse(types, version), `${types.join(' ')} (${version})`).toEqual(chevrotain.parse(types, version));
  }
}

test("the prepared decisions are Chevrotain's; npm run write:decisions writes them", () => {
  expect(DECISIONS).toEqual(chevrotainDecisions());
});

test('every statement of the fixtures, and each beginning of one, has the shape that Chevrotain gives it', () => {
  expect(sequences.length).toBeGreaterThan(500);
  for (const types of sequences) {
    for (let length = 0; length <= types.length; length++) expectSame(types.slice(0, length));
  }
});

const anyType = fc.oneof(
  fc.integer({ min: 1, max: FIRST_KEYWORD - 3 }),
  fc.integer({ min: FIRST_KEYWORD, max: FIRST_KEYWORD + KEYWORDS.size - 1 }),
);

/** A statement with tokens taken out, put in and put in the place of others. */
const mutated = fc
  .tuple(
    fc.constantFrom(...sequences),
    fc.array(fc.tuple(fc.nat(100), fc.nat(2), fc.array(anyType, { maxLength: 2 })), { minLength: 1, maxLength: 3 }),
  )
  .map(([types, edits]) => {
    const changed = [...types];
    for (const [at, removed, added] of edits) changed.splice(at % (changed.length + 1), removed, ...added);
    return changed;
  });

/** Pieces of statements behind each other: lists in lists, clauses of other contexts, two statements in one. */
const joined = fc
  .tuple(fc.constantFrom(...sequences), fc.nat(30), fc.constantFrom(...sequences), fc.nat(10))
  .map(([one, end, two, start]) => [...one.slice(0, end), ...two.slice(start)]);

test('so has any other sequence of tokens', () => {
  fc.assert(
    fc.property(fc.oneof(mutated, joined, fc.array(anyType, { maxLength: 8 })), (types) => expectSame(types)),
    {
      numRuns: Number(process.env.PROPERTY_RUNS ?? 1000),
    },
  );
});
