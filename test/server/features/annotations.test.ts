import { describe, expect, test } from 'vitest';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../../server/src/features/call-hierarchy.js';
import { codeLenses } from '../../../server/src/features/code-lens.js';
import { inlayHints } from '../../../server/src/features/inlay-hints.js';
import { opened, type Surroundings } from '../opened.js';

/** A text and the same with its hints in brackets. */
const HINTS: readonly (readonly [why: string, text: string, expected: string, surroundings?: Surroundings])[] = [
  ['a rule that says neither', 'match reject', 'match[from local for local] reject'],
  ['a rule that says from', 'match from any reject', 'match[for local] from any reject'],
  ['a rule that says for', 'match !for domain "a" reject', 'match[from local] !for domain "a" reject'],
  ['a rule that says both', 'match from any for any reject', 'match from any for any reject'],
  ['a listener', 'listen on em0', 'listen on em0[port 25, no TLS]'],
  [
    'a listener with TLS',
    'pki k cert "/c"\npki k key "/k"\nlisten on em0 smtps pki k',
    'pki k cert "/c"\npki k key "/k"\nlisten on em0[port 465, TLS] smtps pki k',
  ],
  ['a listener with a port', 'listen on em0 port 2525', 'listen on em0[no TLS] port 2525'],
  [
    'a listener with STARTTLS',
    'pki k cert "/c"\nlisten on em0 tls pki k',
    'pki k cert "/c"\nlisten on em0[port 25, STARTTLS offered] tls pki k',
  ],
  [
    'a listener that demands STARTTLS',
    'pki k cert "/c"\nlisten on em0 port 587 tls-require pki k',
    'pki k cert "/c"\nlisten on em0[STARTTLS demanded] port 587 tls-require pki k',
  ],
  ['the socket has none', 'listen on socket', 'listen on socket'],
  ['a short table has none', 'table t { a, b }', 'table t { a, b }'],
  ['a long table', 'table t { a, b, c, d, e, f }', 'table t { a, b, c, d, e, f }[6 entries]'],
  [
    'a table in a file',
    'table t file:/etc/mail/t',
    'table t file:/etc/mail/t[1 entry]',
    { files: { '/etc/mail/t': 'a\n' } },
  ],
  ['a table that is not there', 'table t file:/etc/mail/t', 'table t file:/etc/mail/t'],
  ['switched off', 'match reject', 'match reject', { settings: { inlayHints: false } }],
];
describe('inlay hints of', () => {
  for (const [why, text, expected, surroundings] of HINTS) {
    test(why, () => {
      const { snapshot } = opened(text, surroundings);
      const hints = inlayHints(snapshot, { start: 0, end: text.length });
      const shown = hints
        .toReversed()
        .reduce((so, { offset, label }) => `${so.slice(0, offset)}[${label}]${so.slice(offset)}`, text);
      expect(shown).toBe(expected);
      for (const { tooltip } of hints) expect(tooltip).toMatch(/\.$/);
    });
  }

  test('a range are those of the statements in it', () => {
    const { snapshot, selection } = opened('match reject\n█match from any reject█\nmatch reject\n');
    expect(inlayHints(snapshot, selection).map(({ label }) => label)).toEqual(['for local']);
  });
});

/** What stands above each line, by its number. */
const LENSES: readonly (readonly [text: string, expected: readonly string[], surroundings?: Surroundings])[] = [
  ['table t { a }\nmatch for domain <t> reject', ['1: 1 reference', '2: simulate']],
  [
    'action "a" mbox\nmatch for local action "a"\nmatch for any action "a"',
    ['1: 2 references', '1: simulate', '2: simulate', '3: simulate'],
  ],
  ['filter f phase connect match rdns junk\nfilter g chain { f }', ['1: 1 reference', '2: 0 references']],
  ['pki k cert "/c"\nlisten on em0 tls pki k', ['1: 1 reference']],
  ['m = "x"\nlisten on lo0 tag T', []],
  ['action "a" mbox', [], { settings: { codeLens: false } }],
];
for (const [text, expected, surroundings] of LENSES) {
  test(`code lenses of ${text}`, () => {
    const { snapshot } = opened(text, surroundings);
    const found = codeLenses(snapshot).map((lens) => {
      const line = snapshot.source.lines.positionAt(lens.start).line;
      return `${line}: ${lens.type === 'references' ? lens.title : lens.type}`;
    });
    expect(found.toSorted()).toEqual([...expected].toSorted());
  });
}

const FLOW = `include "/etc/mail/a"
proc rspamd "/x"
filter "names" phase connect match fcrdns junk
filter "spam" proc rspamd
filter "all" chain { names, spam }
listen on em0 filter "all"
action "local" mbox alias <aliases>
match from any for domain <domains> action "local"
match for any action "local"
`;
const FILES = { '/etc/mail/a': 'table aliases { root = alice }\ntable domains { x }\n' };

/** The step at a place, those it leads to and those that lead to it; each with the lines at which it is named. */
const STEPS: readonly (readonly [at: string, step: string, to: readonly string[], from: readonly string[]])[] = [
  ['on em0', 'em0', ['all@6'], []],
  ['"all" chain', 'all', ['names@5', 'spam@5'], ['em0@6']],
  ['"spam" proc', 'spam', ['rspamd@4'], ['all@5']],
  ['rspamd "/x"', 'rspamd', [], ['spam@4']],
  ['match from any', 'rule 1', ['domains@8', 'local@8'], []],
  ['"local" mbox', 'local', ['aliases@7'], ['rule 1@8', 'rule 2@9']],
  ['aliases>', 'aliases', [], ['local@7']],
  ['domains>', 'domains', [], ['rule 1@8']],
];
describe('call hierarchy', () => {
  test.each(STEPS)('of %s', (at, step, to, from) => {
    const offset = FLOW.indexOf(at) + (at.startsWith('"') ? 1 : 0) + (at.startsWith('on ') ? 3 : 0);
    const { workspace, snapshot } = opened(FLOW, { files: FILES });
    const [item] = prepareCallHierarchy(snapshot, offset);
    expect(item?.name).toBe(step);
    if (item === undefined) return;
    const own = { ...snapshot, source: item.source };
    expect(workspace.documents.all()).toHaveLength(1);
    const lines = (source: typeof item.source, places: readonly { start: number }[]): string =>
      places.map(({ start }) => source.lines.positionAt(start).line).join(',');
    expect(
      outgoingCalls(own, item.start).map((call) => `${call.item.name}@${lines(item.source, call.places)}`),
    ).toEqual(to);
    expect(
      incomingCalls(own, item.start).map((call) => `${call.item.name}@${lines(call.item.source, call.places)}`),
    ).toEqual(from);
  });

  test('a name that is used twice in one statement is one step with two places', () => {
    const { snapshot } = opened('table t { a }\nmatch from src <t> for domain <t> reject');
    const calls = incomingCalls(snapshot, 0);
    expect(calls.map(({ item, places }) => [item.name, places.length])).toEqual([['rule 1', 2]]);
  });

  test.each(['m█ = "x"', '█', '# c█', 'nonsense█'])('none at %s', (marked) => {
    const { snapshot, offset } = opened(marked);
    expect(prepareCallHierarchy(snapshot, offset).filter(({ kind }) => kind !== 'macro')).toEqual([]);
  });
});
