import { describe, expect, test } from 'vitest';
import { definition, highlights, references } from '../../../server/src/features/navigation.js';
import { type Opened, opened, placeText, type Surroundings } from '../opened.js';

const FILES = {
  '/etc/mail/tables.conf': 'table domains { "example.org" }\nowner = "alice"\n',
  '/etc/mail/actions.conf': 'action "home" mbox user $owner\naction "other" relay host <domains>\n',
};
/** The same with its parts included; places are written as file, line and text. */
const INCLUDING = `include "/etc/mail/tables.conf"
include "/etc/mail/actions.conf"
`;

type Find = (open: Opened) => readonly string[];
const definitions: Find = (open) => definition(open.snapshot, open.offset).map((place) => placeText(open, place));
const uses: Find = (open) =>
  references(open.snapshot, open.offset, false)
    .flatMap(({ places }) => places)
    .map((place) => placeText(open, place));
const all: Find = (open) =>
  references(open.snapshot, open.offset, true)
    .flatMap(({ places }) => places)
    .map((place) => placeText(open, place));
const highlighted: Find = (open) =>
  highlights(open.snapshot, open.offset).map(
    ({ role, ...span }) => `${placeText(open, { ...span, source: open.snapshot.source })} ${role}`,
  );

function check(find: Find, marked: string, expected: readonly string[], surroundings: Surroundings = {}): void {
  expect(find(opened(marked, surroundings))).toEqual(expected);
}

/** Each kind of name: a use of it, and where it is defined. */
const DEFINED: readonly (readonly [kind: string, marked: string, expected: readonly string[]])[] = [
  ['a table', 'table t { a }\nmatch for domain <█t> reject', ['1:t']],
  ['a table, from behind its name', 'table t { a }\nmatch for domain <t█> reject', ['1:t']],
  ['a table in quotes', 'table "t" { a }\nmatch for domain <"t█"> reject', ['1:t']],
  ['an action', 'action "a b" mbox\nmatch for any action "a█ b"', ['1:a b']],
  ['a filter', 'filter f phase connect match rdns junk\nlisten on lo0 filter f█', ['1:f']],
  ['a filter in a chain', 'filter f phase connect match rdns junk\nfilter g chain { f█ }', ['1:f']],
  ['a filter in braces', 'filter f phase connect match rdns junk\nlisten on lo0 filter { f█ }', ['1:f']],
  ['a process', 'proc p "/x"\nfilter f proc p█', ['1:p']],
  ['a wrapper', 'mda wrapper w "/x"\naction a mda "y" wrapper w█', ['1:w']],
  ['a key, written in two lines', 'pki k cert "/c"\npki k key "/k"\nlisten on lo0 tls pki k█', ['1:k', '2:k']],
  ['authorities', 'ca c cert "/c"\nlisten on lo0 tls ca c█', ['1:c']],
  ['a tag', 'listen on lo0 tag T\nmatch tag T█ for any reject', ['1:T']],
  ['a tag in a list', 'listen on lo0 tag T\nmatch tag { U, T█ } for any reject', ['1:T']],
  ['a macro', 'm = "x"\naction a mbox user $m█', ['1:m']],
  ['a macro with a second value', 'm = "x"\naction a mbox user $m\nm = "y"\naction b mbox user $█m', ['3:m']],
  ['the definition itself', 'table t█ { a }', ['1:t']],
  ['what nothing defines', 'match for domain <t█> reject', []],
  ['no name at all', 'mat█ch for any reject', []],
];
describe('definition of', () => {
  test.each(DEFINED)('%s', (_, marked, expected) => check(definitions, marked, expected));

  const INCLUDED: readonly (readonly [marked: string, expected: readonly string[]])[] = [
    ['match for domain <domains█> reject', ['tables.conf:1:domains']],
    ['match for any action "home█"', ['actions.conf:1:home']],
    ['action "x" mbox user $ow█ner', ['tables.conf:2:owner']],
  ];
  test.each(INCLUDED)('an included name: %s', (line, expected) =>
    check(definitions, INCLUDING + line, expected, { files: FILES }),
  );

  test('a name in an include that is open and not saved', () => {
    const open = { '/etc/mail/actions.conf': '\naction "home" mbox\n' };
    check(definitions, `${INCLUDING}match for any action "home█"`, ['actions.conf:2:home'], { files: FILES, open });
  });
});

/** A name and every use of it in the order of reading. */
const USED: readonly (readonly [kind: string, marked: string, expected: readonly string[]])[] = [
  ['a table', 'match for domain <domains█> reject', ['actions.conf:2:domains', '3:domains']],
  ['an action', 'match for local action home█\nmatch for any action "home"', ['3:home', '4:home']],
  ['a macro', 'action x mbox user $owner█', ['actions.conf:1:owner', '3:owner']],
];
describe('references of', () => {
  test.each(USED)('%s across files', (_, line, expected) => check(uses, INCLUDING + line, expected, { files: FILES }));

  test('the definition comes with them when it is asked for', () =>
    check(all, 'table t { a }\nmatch for domain <t█> reject', ['1:t', '2:t']));

  test('a name of another kind is another name', () =>
    check(all, 'table a { x }\naction a mbox\nmatch for domain <a> action a█', ['2:a', '3:a']));

  test('a name that came out of a macro', () =>
    check(all, 'action home mbox\nm = "home"\nmatch for any action $m\nmatch for local action ho█me', [
      '1:home',
      '3:$m',
      '4:home',
    ]));
});

test('highlights are those of this file, told apart', () => {
  const text = `${INCLUDING}action home█ mbox\nmatch for any action home`;
  check(highlighted, text, ['3:home definition', '4:home reference'], { files: FILES });
});
