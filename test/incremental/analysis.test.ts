import { type Analysis, AnalysisMemory, analyze, describedWorld } from '@smtpd-conf/compiler';
import { Source, type Token } from '@smtpd-conf/grammar';
import { expect, test } from 'vitest';
import { fixtureTexts } from '../support/fixture-texts.js';
import { history, MAIN, MORE } from './history.js';

/** All of an analysis that anybody looks at, as plain data. */
function seen({ problems, statements, state, config }: Analysis): unknown {
  const place = (one: { source: Source; start: number; end: number } | undefined) =>
    one && [one.source.name, one.source.text.length, one.start, one.end];
  const token = (one: Token) => [
    one.type,
    one.text,
    one.quoted,
    one.line,
    place(one),
    one.expandedFrom && place(one.expandedFrom),
  ];
  return JSON.parse(
    JSON.stringify({
      problems: problems.map((one) => ({
        ...one,
        place: place(one.place),
        related: one.related.map((other) => [other.message, place(other.place)]),
        daemon: one.daemon.text,
      })),
      statements: statements.map(({ kind, tokens, end, error, legacy }) => [
        kind,
        tokens.map(token),
        token(end),
        error && [error.index, token(error.token)],
        legacy?.refused.index,
      ]),
      macros: [...state.usedMacros],
      config,
    }),
  );
}

/** Holds each text, read after the ones before it, against a reading that knows nothing of those. */
function expectSame(texts: Iterable<readonly [main: string, more: string]>): void {
  const memory = new AnalysisMemory();
  for (const [main, more] of texts) {
    const world = describedWorld({ hostname: 'mail.example.org', files: { [MORE]: more } });
    const kept = analyze(new Source(MAIN, main), world, { memory });
    const fresh = analyze(new Source(MAIN, main), world);
    expect(seen(kept), JSON.stringify({ main, more })).toEqual(seen(fresh));
  }
}

const SAMPLE = `m = "x"
include "${MORE}"
table d { "example.org", "example.net" }
table u { root = admin }
action "a" mbox alias <u>
action "r" relay host $m
listen on lo0 tag T
match tag T from any for domain <d> action "a"
match from src { 10.0.0.0/8, $n } for any action "r"
match from any mail-from "x@y" for domain { a, b } reject
`;

test('a reading after an edit finds what a reading from the start finds', () => {
  for (let seed = 1; seed <= 5; seed += 1) expectSame(history(SAMPLE, 100, seed));
}, 120_000);

/** Long enough for statements to be taken over many at once, and with names that go through all of it. */
function longText(blocks: number): string {
  const block = (n: number) => `# ${n}
table d${n} { "${n}.example", "www.${n}.example" }
table u${n} { "a@${n}.example" = "u${n}" }
action "a${n}" mbox virtual <u${n}>
action "r${n}" relay host ${n % 3 === 0 ? '$m' : `"smtp://out${n}.example"`}
match from any for domain <d${n % 5 === 0 ? n - 1 : n}> action "a${n}"
match from src { 10.${n}.0.0/16 } for domain { "${n}.example" } action "r${n % 7}"${n % 11 === 0 ? '\nsmtp max-message-size 1M' : ''}
`;
  return `m = "smtp://out.example"\nlisten on lo0 tag T\n${Array.from({ length: blocks }, (_, n) => block(n)).join('')}`;
}

test('so it does where statements are taken over many at once', () => {
  for (let seed = 1; seed <= 3; seed += 1) expectSame(history(longText(40), 60, seed));
}, 120_000);

test('so it does for the configurations of the fixtures', () => {
  const texts = fixtureTexts().filter((text) => text.length < 3000);
  for (const [index, text] of texts.entries()) if (index % 12 === 0) expectSame(history(text, 6, index));
}, 120_000);
