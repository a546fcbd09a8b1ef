import { describe, expect, test } from 'vitest';
import { codeActions } from '../../../server/src/features/code-actions/code-actions.js';
import { edited, opened, type Surroundings } from '../opened.js';

/** The actions at the mark, by kind and title. */
function titles(marked: string, only?: readonly string[], surroundings?: Surroundings): readonly string[] {
  const { snapshot, selection } = opened(marked, surroundings);
  return codeActions(snapshot, selection, only).map(({ kind, title }) => `${kind}: ${title}`);
}

/** The text after an action at the mark. */
function after(marked: string, title: string): string {
  const { snapshot, selection } = opened(marked);
  const action = codeActions(snapshot, selection).find((one) => one.title === title);
  if (action === undefined) throw new Error(`not offered; there are: ${titles(marked).join(', ')}`);
  return edited(snapshot.source.text, action.edits);
}

/** A marked text, the action's title, and the text after it. */
const APPLIED: readonly (readonly [marked: string, title: string, expected: string])[] = [
  // Quick fixes of findings.
  [
    'action "local" mbox\nmatch for any action "loc█a"',
    'Change it to "local"',
    'action "local" mbox\nmatch for any action "local"',
  ],
  // Define what is missing.
  ['match for any action "deliv█er"', 'Define action "deliver"', 'action deliver mbox\nmatch for any action "deliver"'],
  [
    'match for any action "two wor█ds"',
    'Define action "two words"',
    'action "two words" mbox\nmatch for any action "two words"',
  ],
  [
    '# c\nmatch for domain <doma█ins> reject',
    'Define table "domains"',
    '# c\ntable domains { }\nmatch for domain <domains> reject',
  ],
  [
    'listen on lo0 filter "spa█m"',
    'Define filter "spam"',
    'filter spam phase connect match !rdns disconnect "550 Your address has no name"\nlisten on lo0 filter "spam"',
  ],
  [
    'filter f proc rspa█md',
    'Define proc "rspamd"',
    'proc rspamd "/usr/local/libexec/smtpd/filter"\nfilter f proc rspamd',
  ],
  [
    'action a mda "x" wrapper wra█p',
    'Define wrapper "wrap"',
    'mda wrapper wrap "%{mda}"\naction a mda "x" wrapper wrap',
  ],
  // Move a definition above its use.
  [
    'match for any action "a█"\n# about a\naction "a" mbox\n',
    'Move action "a" above this line',
    'action "a" mbox\nmatch for any action "a"\n# about a\n',
  ],
  [
    'match for domain <t█> reject\ntable t {\n  a\n}\n',
    'Move table "t" above this line',
    'table t {\n  a\n}\nmatch for domain <t> reject\n',
  ],
  // Silence a rule here.
  [
    'table unus█ed { a }\nmatch from any for local reject\n',
    'Disable unused-definition for this statement, with a reason',
    '# smtpd-lint disable-next-line=unused-definition -- say why\ntable unused { a }\nmatch from any for local reject\n',
  ],
  // Extract an inline table, and back.
  [
    'match for domain { "a.exa█mple", b } reject',
    'Extract to table <domains>',
    'table domains { "a.example", b }\nmatch for domain <domains> reject',
  ],
  [
    'match for domain "a.exa█mple" reject',
    'Extract to table <domains>',
    'table domains { "a.example" }\nmatch for domain <domains> reject',
  ],
  [
    'table domains { x }\nmatch from any for domain "a.exa█mple" reject',
    'Extract to table <domains2>',
    'table domains { x }\ntable domains2 { "a.example" }\nmatch from any for domain <domains2> reject',
  ],
  ['table d { "a.example" }\nmatch for domain <█d> reject', 'Inline table <d>', 'match for domain "a.example" reject'],
  ['table d { a = b }\nmatch for domain <█d> reject', 'Inline table <d>', 'match for domain { a = b } reject'],
  ['table d {\n  a,\n  b\n}\nmatch for domain <█d> reject', 'Inline table <d>', 'match for domain { a, b } reject'],
  [
    'table d { a }\nmatch for domain <█d> reject\nmatch from src <d> reject',
    'Inline table <d> here',
    'table d { a }\nmatch for domain a reject\nmatch from src <d> reject',
  ],
  [
    'table d {\n  a, # one\n  b # two\n}\nmatch for domain <█d> reject',
    'Inline table <d>',
    'match for domain { a, b } reject',
  ],
  [
    'm = "a"\ntable d { $m, b }\nmatch for domain <█d> reject',
    'Inline table <d>',
    'm = "a"\nmatch for domain { $m, b } reject',
  ],
  [
    'm = "a, b"\ntable d { $m }\nmatch for domain <█d> reject',
    'Inline table <d>',
    'm = "a, b"\nmatch for domain { $m } reject',
  ],
  [
    'm = "a"\nmatch for domain { $█m, b } reject',
    'Extract to table <domains>',
    'm = "a"\ntable domains { $m, b }\nmatch for domain <domains> reject',
  ],
  [
    'match for domain "a.exa█mple" reject\r\n',
    'Extract to table <domains>',
    'table domains { "a.example" }\r\nmatch for domain <domains> reject\r\n',
  ],
];
describe('a code action', () => {
  test.each(APPLIED)('%s: %s', (marked, title, expected) => {
    expect(after(marked, title)).toBe(expected);
  });

  test('fix all applies every safe fix, and says how many', () => {
    const text = 'match for local reject\r\nmatch for any reject\r\n';
    const fixed = 'match for local reject\nmatch for any reject\n';
    const { snapshot, selection } = opened(text);
    const [all, ...more] = codeActions(snapshot, selection, ['source.fixAll']);
    expect([all?.title, more.length]).toEqual(['Apply all safe fixes (2)', 0]);
    expect(edited(text, all?.edits ?? [])).toBe(fixed);
  });

  test('a definition may be moved within its file only', () => {
    const files = { '/etc/mail/a': 'action "a" mbox\n' };
    const offered = titles('match for any action "a█"\ninclude "/etc/mail/a"\n', ['quickfix'], { files });
    expect(offered.filter((title) => title.includes('Move'))).toEqual([]);
  });
});

/** What extracting gives and inlining takes back is the text as it was. */
test.each([
  'match for domain { "a.█example", b } reject',
  'match from src { 192.0.2.1, "10.0.0.0/8█" } for any reject',
  'match from any for domain "a.█example" reject',
])('extracting and inlining %s gives it back', (marked) => {
  const { snapshot, selection } = opened(marked);
  const [extract] = codeActions(snapshot, selection, ['refactor.extract']);
  const extracted = edited(snapshot.source.text, extract?.edits ?? []);
  const back = opened(extracted.replace(/<(\w+)>/, '<█$1>'));
  const [inline] = codeActions(back.snapshot, back.selection, ['refactor.inline']);
  expect(edited(extracted, inline?.edits ?? [])).toBe(marked.replace('█', ''));
});

/** A client may ask for kinds of actions, by their beginnings. */
const KINDS: readonly (readonly [only: readonly string[], expected: readonly string[]])[] = [
  [['refactor'], ['refactor.extract: Extract to table <domains>']],
  [['refactor.extract'], ['refactor.extract: Extract to table <domains>']],
  [['refactor.inline'], []],
  [['quick'], []],
  [[], []],
];
test.each(KINDS)('only %j', (only, expected) => {
  expect(titles('match for domain "a█" reject', only)).toEqual(expected);
});

/** Places where there is nothing to do. */
test.each([
  // A macro that says something else further down, or more than the value.
  'm = "a"\ntable d { $m }\nm = "b"\nmatch for domain <█d> reject',
  'm = "d { a }"\ntable $m\nmatch for domain <█d> reject',
  'm = "domain a"\nmatch for $█m reject',
  '█',
  '# comm█ent',
  'action a mbox\nmatch for local action █a',
  'listen on █socket',
])('nothing at %s', (marked) => {
  expect(titles(marked).filter((title) => !title.startsWith('quickfix: Disable'))).toEqual([]);
});
