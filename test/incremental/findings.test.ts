import { type Finding, LintMemory, lint } from '@smtpd-conf/checker';
import { AnalysisMemory, analyze, describedWorld, type Place } from '@smtpd-conf/compiler';
import { Source } from '@smtpd-conf/grammar';
import { expect, test } from 'vitest';
import { fixtureTexts } from '../support/fixture-texts.js';
import { random } from './edits.js';
import { history, INCLUDED, MAIN, MORE } from './history.js';

const place = ({ source, start, end }: Place) => [source.name, source.text.length, start, end];

/** All of a finding, as plain data. */
const seen = ({ span, related, fixes, ...rest }: Finding) => ({
  ...rest,
  span: place(span),
  related: related.map((one) => [one.message, place(one.place)]),
  fixes: fixes.map(({ edits, ...fix }) => ({ ...fix, edits: edits.map((edit) => [place(edit), edit.text]) })),
});

/** Holds what is found after each edit against what a check finds that knows of nothing before. */
function expectSame(texts: Iterable<readonly [main: string, more: string]>): void {
  const memory = new AnalysisMemory();
  const findings = new LintMemory(memory);
  for (const [main, more] of texts) {
    const world = describedWorld({ hostname: 'mail.example.org', files: { [MORE]: more } });
    const kept = lint(analyze(new Source(MAIN, main), world, { memory }), { memory: findings });
    const fresh = lint(analyze(new Source(MAIN, main), world));
    expect(kept.map(seen), JSON.stringify({ main, more })).toEqual(fresh.map(seen));
  }
}

/** Much for rules to find, and names that many things hang on. */
const SAMPLE = `m = "x"
include "${MORE}"
table d { "example.org", "example.net.", "*.example.com" }
table v { "root@example.org" = "joe", "joe@example.org" = "root@example.org" }
table u { root = admin, root = joe }
table c { label = "user:secret" }
filter "f" phase connect match !rdns disconnect "550 no"
action "a" mbox alias <u>
action "b" maildir "/var/%{user.x}" virtual <v>
action "r" relay host "smtp+tls://nobody@10.0.0.1:25" auth <c>
action "s" relay host $m
listen on 192.0.2.1 tag T filter "f"
match tag T from any for domain <d> action "a"
match tag U from any for domain d action "b"
match from src { 10.0.0.0/8, 10.1 } for any action "r"
match from any for any action "s"
match auth for any action "s"
match for domain <d> action "a"
match from any mail-from "x@y" for domain { a, b } reject
match from any for any reject
match for local action "a"
`;

/** Pieces of rules about one another: names come, go and change. */
const LINES = SAMPLE.split('\n').filter((line) => line !== '');

/** Whole lines put in, taken out, moved, doubled, or with a word of another in them. */
function* lines(edits: number, seed: number): Iterable<readonly [string, string]> {
  const pick = random(seed);
  let now = LINES;
  for (let count = 0; count < edits; count += 1) {
    yield [`${now.join('\n')}\n`, INCLUDED];
    const [at, from] = [pick(now.length), pick(LINES.length)];
    const other = LINES[from] as string;
    const words = (now[at] ?? '').split(' ');
    const swapped = words.with(pick(words.length), other.split(' ')[pick(3)] ?? '').join(' ');
    const choices = [now.toSpliced(at, 1), now.toSpliced(at, 0, other), now.toSpliced(at, 1, swapped)];
    now = now.length > 40 ? LINES : (choices[pick(3)] as string[]);
    // An error silences half of the rules: it goes soon.
    if (pick(3) === 0) now = LINES.toSpliced(pick(LINES.length), 1);
  }
}

test('after an edit the same is found as from the start', () => {
  for (let seed = 1; seed <= 2; seed += 1) expectSame(history(SAMPLE, 100, seed));
}, 120_000);

test('so it is where lines come, go and change their words', () => {
  for (let seed = 1; seed <= 3; seed += 1) expectSame(lines(100, seed));
}, 120_000);

/** What rules about each other may ask for: wildcards, negations, networks, expressions, tables, macros. */
const FROM = [
  'from any',
  'from local',
  'from src <lan>',
  'from src { 10.0.0.0/8, 192.0.2.1 }',
  'from src 10.1.0.0/16',
  'from src $net',
  '!from src <lan>',
  'from rdns "a.example"',
  'from auth',
  '',
];
const TO = [
  'for any',
  'for local',
  'for domain "a.example"',
  'for domain "*.example"',
  'for domain <d>',
  'for domain <e>',
  'for domain { "b.example", "a.example" }',
  'for domain $dom',
  '!for domain <d>',
  'for domain regex "^a"',
  '!for domain "b.example"',
  '',
];
const BESIDES = [
  '',
  '',
  '',
  ' tag T',
  ' tag U',
  ' mail-from "@a.example"',
  ' mail-from { "@a.example", "joe@b.example" }',
  ' rcpt-to <r>',
  ' !mail-from "@a.example"',
  ' helo "*.example"',
  ' auth',
  ' tls',
];
const DOES = ['action "a"', 'action "v"', 'action "r"', 'action "s"', 'reject'];

/** Definitions, each in ways that edits change between. */
const DEFINED: readonly (readonly string[])[] = [
  ['net = "10.0.0.0/8"', 'net = "10.1.2.0/24"', 'net = "0.0.0.0/0"'],
  ['dom = "a.example"', 'dom = "*"', 'dom = "c.example"'],
  ['table lan { 10.0.0.0/8 }', 'table lan { 10.1.0.0/16, 2001:db8::/32 }', 'table lan { 203.0.113.0/24 }'],
  ['table d { "a.example" }', 'table d { "a.example", "*.example" }', 'table dd { "a.example" }'],
  ['table e { "b.example", "c.example" }', 'table e { "*" }'],
  ['table r { "joe@a.example", "@b.example" }', 'table r { "@" }'],
  ['table users { "joe" = "1:1:/home/joe" }', 'table users { "jim" = "1:1:/" }'],
  [
    'table v { "x@a.example" = "joe" }',
    'table v { "x@a.example" = "y@a.example", "y@a.example" = "x@a.example" }',
    'table v { "@" = "joe" }',
  ],
  ['table h { "smtp://me@out.example" }', 'table h { "smtp://out.example" }'],
  ['table c { "me" = "me:secret" }', 'table c { "you" = "me:secret" }'],
  ['listen on 192.0.2.1 tag T', 'listen on 192.0.2.1 tag V', 'listen on lo tag T'],
  ['action "a" mbox', 'action "a" maildir', 'action "a" maildir userbase <users>'],
  ['action "v" mbox virtual <v>', 'action "v" expand-only virtual <v>'],
  ['action "r" relay', 'action "r" relay tls', 'action "r" relay backup'],
  [
    'action "s" relay host <h> auth <c>',
    'action "s" relay host "smtp://me@out.example" auth <c>',
    'action "s" relay host $dom',
  ],
];

/** Rules that cover one another, while they move, change, come and go, and so do the names in them. */
function* rulesets(edits: number, seed: number): Iterable<readonly [string, string]> {
  const pick = random(seed);
  const one = (of: readonly string[]): string => of[pick(of.length)] ?? '';
  const rule = (): string => `match ${one(FROM)} ${one(TO)}${one(BESIDES)} ${one(DOES)}`;
  const defined = DEFINED.map(([first = '']) => first);
  let rules = Array.from({ length: 4 + pick(24) }, rule);
  for (let count = 0; count < edits; count += 1) {
    yield [`${[...defined, ...rules].join('\n')}\n`, INCLUDED];
    // Several edits may come between two looks.
    for (let more = 1 + pick(2); more > 0; more -= 1) {
      const [at, to, which] = [pick(rules.length + 1), pick(rules.length + 1), pick(DEFINED.length)];
      const moved = rules[at];
      switch (pick(7)) {
        case 0:
          rules = rules.length > 4 ? rules.toSpliced(at, 1) : rules;
          break;
        case 1:
          if (moved !== undefined) rules = rules.toSpliced(at, 1).toSpliced(to, 0, moved);
          break;
        case 2:
          if (moved !== undefined && rules.length < 40) rules = rules.toSpliced(to, 0, moved);
          break;
        case 3:
          if (moved !== undefined) rules = rules.with(at, rule());
          break;
        case 4:
          defined[which] = one(DEFINED[which] ?? []);
          break;
        case 5:
          rules = [...rules.slice(to), ...rules.slice(0, to)];
          break;
        default:
          rules = rules.toSpliced(at, 0, rule());
      }
    }
  }
}

test('so it is where rules that cover one another move, and what they ask for changes', () => {
  for (let seed = 1; seed <= 8; seed += 1) expectSame(rulesets(60, seed));
}, 120_000);

test('so it is in the configurations of the fixtures', () => {
  const texts = fixtureTexts().filter((text) => text.length < 3000);
  for (const [index, text] of texts.entries()) if (index % 24 === 0) expectSame(history(text, 6, index));
}, 120_000);

test('a line that is moved by two edits, with a look at the text but none at its findings between them, is found where it is', () => {
  const [a, b, c] = [
    'action "a" mbox\n# one\n',
    'match from any for any reject\n',
    'match from any for domain "x.example" action "a"\n# two\n',
  ];
  const world = describedWorld({ hostname: 'mail.example.org' });
  const memory = new AnalysisMemory();
  const findings = new LintMemory(memory);
  const read = (text: string) => analyze(new Source(MAIN, text), world, { memory });
  lint(read(`${a}${c}${b}# three\n`), { memory: findings });
  read(`${a}${c}# three\n`);
  const text = `${a}${b}${c}# three\n`;
  const kept = lint(read(text), { memory: findings });
  expect(kept.map(seen)).toEqual(lint(analyze(new Source(MAIN, text), world)).map(seen));
});
