import { describe, expect, test } from 'vitest';
import { prepareRename, rename } from '../../../server/src/features/rename.js';
import { edited, opened, type Surroundings } from '../opened.js';

/** The files of the project after a rename at the mark, or why there is none. */
function renamed(marked: string, name: string, surroundings: Surroundings = {}): string | Record<string, string> {
  const { snapshot, offset } = opened(marked, surroundings);
  const found = rename(snapshot, offset, name);
  if (typeof found === 'string') return found;
  const edits = found.flatMap((one) => one.edits);
  const sources = new Set([snapshot.source, ...edits.map(({ source }) => source)]);
  return Object.fromEntries(
    [...sources].map((source) => [
      source.name.split('/').at(-1),
      edited(
        source.text,
        edits.filter((edit) => edit.source === source),
      ),
    ]),
  );
}

/** A marked text, the new name, and the text afterwards. */
const RENAMED: readonly (readonly [why: string, marked: string, name: string, expected: string])[] = [
  [
    'a table and its references',
    'table t█ { a }\nmatch from src <t> for domain <t> reject',
    'ours',
    'table ours { a }\nmatch from src <ours> for domain <ours> reject',
  ],
  [
    'from a reference',
    'table t { a }\nmatch for domain <t█> reject',
    'ours',
    'table ours { a }\nmatch for domain <ours> reject',
  ],
  [
    'quotes stay where they are',
    'action "a" mbox\nmatch for any action a█',
    'b',
    'action "b" mbox\nmatch for any action b',
  ],
  [
    'quotes come where the name needs them',
    'action a█ mbox\nmatch for any action a',
    'a b',
    'action "a b" mbox\nmatch for any action "a b"',
  ],
  [
    'a keyword is quoted',
    'action a█ mbox\nmatch for any action "a"',
    'relay',
    'action "relay" mbox\nmatch for any action "relay"',
  ],
  [
    'a name beyond ASCII',
    'action "😀█" mbox\nmatch for any action "😀"',
    'ü😎',
    'action "ü😎" mbox\nmatch for any action "ü😎"',
  ],
  [
    'a macro, not what it holds',
    'm█ = "a"\naction $m mbox\nmatch for any action $m',
    'n',
    'n = "a"\naction $n mbox\nmatch for any action $n',
  ],
  [
    'what a macro holds',
    'action a█ mbox\nm = "a"\nmatch for any action $m',
    'b',
    'action b mbox\nm = b\nmatch for any action $m',
  ],
  [
    'a filter in a chain',
    'filter f█ phase connect match rdns junk\nfilter g chain { f }\nlisten on lo0 filter f',
    'h',
    'filter h phase connect match rdns junk\nfilter g chain { h }\nlisten on lo0 filter h',
  ],
  [
    'both lines of a key',
    'pki k cert "/c"\npki k key "/k"\nlisten on lo0 tls pki k█',
    'q',
    'pki q cert "/c"\npki q key "/k"\nlisten on lo0 tls pki q',
  ],
  ['a tag', 'listen on lo0 tag T█\nmatch tag T for any reject', 'U', 'listen on lo0 tag U\nmatch tag U for any reject'],
  [
    'a name of another kind stays',
    'table a { x }\naction a█ mbox\nmatch for domain <a> action a',
    'b',
    'table a { x }\naction b mbox\nmatch for domain <a> action b',
  ],
  [
    'line ends stay',
    'action a█ mbox\r\nmatch for any action a\r\n',
    'b',
    'action b mbox\r\nmatch for any action b\r\n',
  ],
];
describe('renaming', () => {
  test.each(RENAMED)('%s', (_, marked, name, expected) => {
    expect(renamed(marked, name)).toEqual({ 'smtpd.conf': expected });
  });

  test('across included files, those that are open and those that are not', () => {
    const include = 'include "/etc/mail/a"\ninclude "/etc/mail/b"\n';
    const files = { '/etc/mail/a': 'table t { x }\n', '/etc/mail/b': 'match for domain <t> reject\n' };
    const open = { '/etc/mail/b': '# not saved\nmatch for domain <t> reject\n' };
    expect(renamed(`${include}match from src <t█> reject`, 'u', { files, open })).toEqual({
      'smtpd.conf': `${include}match from src <u> reject`,
      a: 'table u { x }\n',
      b: '# not saved\nmatch for domain <u> reject\n',
    });
  });
});

/** A marked text, a name that it cannot get, and why. */
const REFUSED: readonly (readonly [marked: string, name: string, why: string])[] = [
  ['mat█ch for any reject', 'x', 'There is no name'],
  ['# com█ment', 'x', 'There is no name'],
  ['table t█ { a }', 'with blank', 'letters, digits'],
  ['table t█ { a }', '', 'must not be empty'],
  ['table t█ { a }\ntable u { b }', 'u', 'There is a table named "u" already.'],
  ['action a█ mbox', 'quoted"name', 'cannot hold quotes'],
  ['m█ = "x"', 'with blank', 'The name of a macro'],
  ['m█ = "x"\naction a mbox user $m', 'relay', 'The daemon would refuse that: '],
  ['action "a█" mbox\nmatch for any action "a"', 'b\\\\', 'The daemon would refuse that: '],
  ['action a█ mbox\nmatch for any action a', 'x'.repeat(10_000), 'The daemon would refuse that: '],
  ['match for domain <localnames█> reject', 'x', "a table of the daemon's own"],
  ['action ab█ mbox\nm = "a"\nmatch for any action ab\nn = "ab mbox"\naction $n', 'c', 'rename it there first'],
];
test('to the name that it has changes nothing', () => {
  expect(renamed('table t█ { a }\nmatch for domain <t> reject', 't')).toEqual({
    'smtpd.conf': 'table t { a }\nmatch for domain <t> reject',
  });
});

describe('is refused', () => {
  test.each(REFUSED)('%s as "%s"', (marked, name, why) => {
    expect(renamed(marked, name)).toEqual(expect.stringContaining(why));
  });
});

/** What a rename would change first: shown with its name alone, without quotes and sigils. */
const PREPARED: readonly (readonly [marked: string, covered: string | undefined])[] = [
  ['action "a█b" mbox', 'ab'],
  ['action x mbox user $m█\nm = "y"', undefined],
  ['m = "y"\naction x mbox user $m█', 'm'],
  ['table t { a }\nmatch for domain <█t> reject', 't'],
  ['action █"ab" mbox', 'ab'],
  ['action "ab"█ mbox', 'ab'],
  ['table t { a }\nmatch for domain █<t> reject', 't'],
  ['m = "y"\naction x mbox user █$m', 'm'],
  ['action ab  █mbox', undefined],
  ['match█ for any reject', undefined],
];
test.each(PREPARED)('preparing at %s', (marked, covered) => {
  const { snapshot, offset } = opened(marked);
  const found = prepareRename(snapshot, offset);
  if (typeof found === 'string') expect(covered).toBeUndefined();
  else expect([found.name, snapshot.source.text.slice(found.start, found.end)]).toEqual([covered, covered]);
});
