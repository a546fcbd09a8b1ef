import { describe, expect, test } from 'vitest';
import { foldingRanges } from '../../../server/src/features/folding.js';
import { documentLinks } from '../../../server/src/features/links.js';
import { selectionRanges } from '../../../server/src/features/selection.js';
import { documentSymbols, workspaceSymbols } from '../../../server/src/features/symbols.js';
import { opened, placeText } from '../opened.js';

/** A statement, and its symbol: kind, name, detail, and what is chosen when one goes to it. */
const SYMBOLS: readonly (readonly [text: string, symbol: string])[] = [
  ['m = "x"', 'macro m (x) at m'],
  ['include "/etc/mail/a"', 'include /etc/mail/a () at "/etc/mail/a"'],
  ['table t file:/etc/mail/t', 'table t (file:/etc/mail/t) at t'],
  ['table t { a }', 'table t ({ … }) at t'],
  ['pki k cert "/c"', 'pki k (cert) at k'],
  ['pki k key "/k"', 'pki k (key) at k'],
  ['ca c cert "/c"', 'ca c (cert) at c'],
  ['proc p "/x"', 'proc p (/x) at p'],
  ['action "a" relay', 'action a (relay) at "a"'],
  ['action "a" maildir "/x" junk', 'action a (maildir junk) at "a"'],
  ['filter f phase connect match rdns junk', 'filter f (phase) at f'],
  ['filter f chain { g }', 'filter f (chain) at f'],
  ['listen on lo0 tls', 'listener lo0 (listen on) at lo0'],
  ['listen on socket', 'listener socket (listen on) at socket'],
  ['match for any action "a"', 'rule rule 1 (action "a") at match'],
  ['match for any reject', 'rule rule 1 (reject) at match'],
  ['smtp max-message-size 1M', 'setting smtp max-message-size () at smtp'],
  ['accept from any for local deliver to mbox', 'rule rule 1 (accept deliver to mbox) at accept'],
  ['accept for any relay via "smtp://mx.example.org"', 'rule rule 1 (accept relay via) at accept'],
  ['reject from any', 'rule rule 1 (reject) at reject'],
  ['map m source db "/etc/m.db"', 'table m (db:/etc/m.db) at m'],
];
test.each(SYMBOLS)('the symbol of %s', (text, symbol) => {
  const { snapshot } = opened(text);
  const found = documentSymbols(snapshot).map(
    ({ kind, name, detail, nameStart, nameEnd }) => `${kind} ${name} (${detail}) at ${text.slice(nameStart, nameEnd)}`,
  );
  expect(found).toEqual([symbol]);
});

test('rules are numbered, and what cannot be read is no symbol', () => {
  const { snapshot } = opened('match for any reject\nnonsense\nmatch from any reject\n');
  expect(documentSymbols(snapshot).map(({ name }) => name)).toEqual(['rule 1', 'rule 2']);
});

test('rules have the numbers that the daemon gives them, whatever file they are in', () => {
  const reject = 'match from any for domain "a.example" reject\n';
  const { snapshot, workspace } = opened(`${reject}include "/etc/mail/a"\n${reject}`, {
    open: { '/etc/mail/a': `${reject}${reject}` },
  });
  const names = (one: typeof snapshot): string[] => documentSymbols(one).map(({ name }) => name);
  expect(names(snapshot)).toEqual(['rule 1', '/etc/mail/a', 'rule 4']);
  const included = workspace.snapshot('file:///etc/mail/a');
  expect(included && names(included)).toEqual(['rule 2', 'rule 3']);
});

const DEFINITIONS = 'include "/etc/mail/a"\ntable domains { x }\naction "local" mbox\nmatch for any action "local"\n';
const QUERIES: readonly (readonly [query: string, expected: readonly string[]])[] = [
  ['', ['table a:1:included', 'table 2:domains', 'action 3:local']],
  ['dom', ['table 2:domains']],
  ['LCL', ['action 3:local']],
  ['nn', ['']],
];
test.each(QUERIES)('symbols of the workspace for "%s"', (query, expected) => {
  const open = opened(DEFINITIONS, { files: { '/etc/mail/a': 'table included { y }\n' } });
  const found = workspaceSymbols(open.snapshot.project, query);
  expect(found.map((one) => `${one.kind} ${placeText(open, one)}`)).toEqual(expected.filter((one) => one !== ''));
});

/** Lines from 1 to be read as in the text; first, last and sort. */
const FOLDED: readonly (readonly [why: string, text: string, expected: readonly string[]])[] = [
  ['a statement of one line is not', 'table t { a }\n', []],
  ['a table of several lines', 'table t {\n  a\n  b\n}\n', ['1-4']],
  ['a rule with joined lines', 'match from any \\\n  for any \\\n  reject\n', ['1-3']],
  ['comments with a line of their own', '# one\n# two\n# three\nlisten on lo0\n', ['1-3 comment']],
  ['not a comment behind a statement', 'listen on lo0 # one\n# two\nlisten on em0\n', []],
  ['two runs of comments', '# a\n# b\n\n# c\n# d\n', ['1-2 comment', '4-5 comment']],
  ['a region', '# region mail\nlisten on lo0\n# endregion\n', ['1-3 region']],
  ['regions within each other', '#region a\n\n#region b\n\n#endregion\n\n#endregion\n', ['1-7 region', '3-5 region']],
  ['no region that is left open', '# region\nlisten on lo0\n', []],
  ['lines that end in CR LF', '# a\r\n# b\r\nlisten on lo0\r\n', ['1-2 comment']],
];
test.each(FOLDED)('folding: %s', (_, text, expected) => {
  const found = foldingRanges(opened(text).snapshot).map(
    ({ startLine, endLine, kind }) => `${startLine + 1}-${endLine + 1}${kind === undefined ? '' : ` ${kind}`}`,
  );
  expect(found).toEqual(expected);
});

/** Each step of growing a selection around the mark. */
const SELECTED: readonly (readonly [marked: string, expected: readonly string[]])[] = [
  [
    'listen on lo0\nmatch for domain "ex█ample.org" reject\n',
    ['example.org', '"example.org"', 'for domain "example.org"', 'match for domain "example.org" reject'],
  ],
  ['listen on lo0\nmatch for domain <t█> reject\n', ['t', '<t>', 'for domain <t>', 'match for domain <t> reject']],
  [
    'match for domain { a, b█ } reject\nx = 1\n',
    ['b', '{ a, b }', 'for domain { a, b }', 'match for domain { a, b } reject'],
  ],
  ['listen on lo0 po█rt 25\n\n', ['port', 'port 25', 'listen on lo0 port 25']],
  ['listen on lo0\n# a com█ment\n', ['# a comment']],
  ['listen on lo0\n█\n', ['']],
  ['listen on lo0\n)█(\n', ['(', ')(']],
];
describe('a selection grows', () => {
  test.each(SELECTED)('%s', (marked, expected) => {
    const { snapshot, offset } = opened(marked);
    const { text } = snapshot.source;
    const found = selectionRanges(snapshot, offset);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([...expected, text]);
    for (const [index, span] of found.entries()) {
      const inner = found[index - 1];
      if (inner) expect(span.start <= inner.start && inner.end <= span.end).toBe(true);
    }
  });
});

/** What is underlined, and where it leads. */
const LINKS: readonly (readonly [text: string, covered: string, target: string])[] = [
  ['include "/etc/mail/a.conf"', '/etc/mail/a.conf', 'file:///etc/mail/a.conf'],
  ['include "a.conf"', 'a.conf', 'file:///etc/mail/a.conf'],
  ['table t file:/etc/mail/t', 'file:/etc/mail/t', 'file:///etc/mail/t'],
  ['table t "/etc/mail/t"', '/etc/mail/t', 'file:///etc/mail/t'],
  ['table t db:/etc/mail/t.db', 'db:/etc/mail/t.db', 'file:///etc/mail/t.db'],
  ['pki k cert "/etc/ssl/k.crt"', '/etc/ssl/k.crt', 'file:///etc/ssl/k.crt'],
  ['pki k key "/etc/ssl/k key"', '/etc/ssl/k key', 'file:///etc/ssl/k%20key'],
  ['ca c cert "/etc/ssl/cert.pem"', '/etc/ssl/cert.pem', 'file:///etc/ssl/cert.pem'],
];
describe('links', () => {
  test.each(LINKS)('%s', (text, covered, target) => {
    const [link, ...more] = documentLinks(opened(text).snapshot);
    expect(text.slice(link?.start, link?.end)).toBe(covered);
    expect(link?.target).toBe(target);
    expect(more).toEqual([]);
  });

  test.each(['table t proc:ldap', 'pki k dhe auto', 'table t { "/etc/mail" }', 'include ""'])('none in %s', (text) => {
    expect(documentLinks(opened(text).snapshot)).toEqual([]);
  });

  test('below a root', () => {
    const { snapshot } = opened('table t file:/etc/mail/t', { settings: { root: '/work/root' } });
    expect(documentLinks(snapshot)[0]?.target).toBe('file:///work/root/etc/mail/t');
  });
});
