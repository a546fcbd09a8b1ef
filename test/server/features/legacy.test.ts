import { describe, expect, test } from 'vitest';
import { codeLenses } from '../../../server/src/features/code-lens.js';
import { complete } from '../../../server/src/features/completion/complete.js';
import { hover } from '../../../server/src/features/hover.js';
import { inlayHints } from '../../../server/src/features/inlay-hints.js';
import { definition, references } from '../../../server/src/features/navigation.js';
import { prepareRename, rename } from '../../../server/src/features/rename.js';
import { edited, opened, placeText } from '../opened.js';

const settings = { targetVersion: '6.0.3' };
const DEFINED = `table aliases { root = alice }
table secrets { "label" = "user:password" }
pki mail certificate "/c"
listen on lo0 tag LOCAL
`;

/** What 6.0.3's parse.y takes at a place, all of it; or, behind a `!`, what it does not. */
const OFFERED: readonly (readonly [where: string, expected: string])[] = [
  [
    '█',
    'include accept ca listen pki reject table bounce-warn subaddressing-delimiter queue expire max-message-size ' +
      'max-mta-deferred limit ciphers',
  ],
  ['accept █', `${criteria()} ${lookups()} ${methods()} expire forward-only`],
  ['accept from █', 'any local source'],
  ['accept from ! █', 'any local source'],
  ['accept for █', 'any local domain'],
  ['accept from any █', `sender recipient for tagged authenticated ${lookups()} ${methods()} expire forward-only`],
  ['accept from any alias <aliases> █', `${lookups().replace('alias ', '')} ${methods()} expire forward-only`],
  ['accept deliver █', 'to'],
  ['accept deliver to █', 'maildir mbox lmtp mda'],
  ['accept deliver to maildir █', 'expire forward-only'],
  ['accept deliver to mda "x" █', 'as expire forward-only'],
  ['accept deliver to lmtp "x" █', 'rcpt-to as expire forward-only'],
  ['accept relay █', 'via as source hostname hostnames pki ca backup tls expire forward-only'],
  ['accept relay tls █', 'verify as source hostname hostnames pki ca backup expire forward-only'],
  ['accept relay via "a" █', 'as source hostname hostnames pki ca auth verify expire forward-only'],
  ['reject █', criteria()],
  ['reject from any █', criteria().replace('from ', '')],
  [
    'listen on lo0 █',
    'inet4 inet6 port filter smtps tls tls-require pki ca auth auth-optional tag hostname hostnames mask-source ' +
      'received-auth no-dsn senders',
  ],
  ['listen on socket █', 'filter mask-source'],
  ['pki x █', 'certificate key dhe'],
  ['ca x █', 'certificate'],
  ['queue █', 'compression encryption'],
  ['limit █', 'session mda mta scheduler'],
  ['match █', ''],
  ['action "a" █', ''],
];

function criteria(): string {
  return 'sender recipient from for tagged authenticated';
}

function lookups(): string {
  return 'alias virtual userbase';
}

function methods(): string {
  return 'deliver relay';
}

describe('before 6.4, completion offers', () => {
  const keywords = (marked: string, targetVersion = '6.0.3'): string[] => {
    const { snapshot, offset, workspace } = opened(marked, { settings: { targetVersion } });
    const items = complete(snapshot, offset, workspace.host).filter(({ kind }) => kind === 'keyword');
    for (const { label, documentation } of items) expect(documentation, label).toMatch(/\S/);
    return items.map(({ label }) => label).toSorted();
  };
  test.each(OFFERED)('at %s', (where, expected) => {
    expect(keywords(DEFINED + where)).toEqual(expected.split(' ').filter(Boolean).toSorted());
  });

  test('and nothing of it to later releases', () => {
    expect(keywords('█', '6.4.0')).not.toContain('accept');
    expect(keywords('accept █', '6.4.0')).toEqual([]);
  });

  const NAMES: readonly (readonly [where: string, expected: readonly string[]])[] = [
    ['accept alias <█', ['aliases', 'secrets']],
    ['accept relay via "tls+auth://label@a" auth <█', ['aliases', 'secrets']],
    ['accept relay pki █', ['mail']],
    ['accept tagged █', ['LOCAL']],
    [
      'accept relay via "█',
      [
        ...['smtp://', 'smtp+tls://', 'tls://', 'smtps://', 'secure://'],
        ...['tls+auth://', 'smtps+auth://', 'secure+auth://', 'lmtp://'],
      ],
    ],
  ];
  test.each(NAMES)('the names at %s', (where, expected) => {
    const { snapshot, offset, workspace } = opened(DEFINED + where, { settings });
    expect(complete(snapshot, offset, workspace.host).map(({ label }) => label)).toEqual(expected);
  });
});

const RULE = 'accept from any for domain "a.example" alias <aliases> deliver to maildir\n';

/** A marked line below the definitions, and what is said among other things; the same for the newest release, but of rules. */
const HOVERED: readonly (readonly [line: string, says: readonly string[]])[] = [
  ['accept from any for do█main "a" deliver to mbox', ['for domain TABLE\nfor ! domain TABLE', 'before 6.4']],
  ['accept for local alias <ali█ases> deliver to mbox', ['**table** `aliases`, used once']],
  ['accept for local deliver to mail█dir', ['deliver to maildir STRING', '~/Maildir by default.']],
  ['accept for any relay v█ia "tls://a"', ['relay via STRING', 'scheme']],
  ['accept for any relay t█ls verify', ['tls verify', 'Demand TLS; with verify,']],
  ['accept for any relay via "tls://a" ver█ify', ['Servers need a valid certificate']],
  ['queue encryp█tion key "x"', ['queue encryption key STRING']],
  ['pki x certif█icate "/c"', ['certificate STRING']],
  ['listen on lo0 mask-sou█rce', ['mask-source', 'Received header']],
];
describe('before 6.4, hovering says', () => {
  test.each(HOVERED)('at %s', (line, says) => {
    const { snapshot, offset } = opened(DEFINED + line, { settings });
    for (const part of says) expect(hover(snapshot, offset)?.markdown).toContain(part);
  });

  test('of a rule what it means', () => {
    const { snapshot, offset } = opened(`${DEFINED}acc█ept from any for domain "a.example" deliver to maildir\n`, {
      settings,
    });
    expect(hover(snapshot, offset)?.markdown).toContain(
      '**Rule 1.** Mail from anywhere, to `"a.example"`, is delivered to the maildir `~/Maildir`',
    );
  });

  test('of a rule that is refused what its keyword is', () => {
    const { snapshot, offset } = opened(`${DEFINED}rej█ect for domain <none>\n`, { settings });
    expect(hover(snapshot, offset)?.markdown).toContain('Refuse mail;');
  });
});

describe.each(['6.0.3', '7.8.0'])('statements from before 6.4 are followed for %s:', (targetVersion) => {
  const at = (marked: string) => opened(marked, { settings: { targetVersion } });

  test('from a table to its uses, and back', () => {
    const open = at(DEFINED.replace('aliases', 'alia█ses') + RULE);
    const found = references(open.snapshot, open.offset, false).flatMap(({ places }) => places);
    expect(found.map((one) => placeText(open, one))).toEqual(['5:aliases']);
    const use = at(DEFINED + RULE.replace('<aliases>', '<alia█ses>'));
    expect(definition(use.snapshot, use.offset).map((one) => placeText(use, one))).toEqual(['1:aliases']);
  });

  test('a renamed table is renamed in rules', () => {
    const { snapshot, offset } = at(DEFINED.replace('aliases', 'alia█ses') + RULE);
    expect(prepareRename(snapshot, offset)).toMatchObject({ name: 'aliases' });
    const found = rename(snapshot, offset, 'names');
    if (typeof found === 'string') throw new Error(found);
    expect(edited(snapshot.source.text, found[0]?.edits ?? [])).toBe((DEFINED + RULE).replaceAll('aliases', 'names'));
  });

  test('tables in rules are counted, and rules can be tried', () => {
    const { snapshot } = at(DEFINED + RULE);
    const lenses = codeLenses(snapshot).map((lens) => (lens.type === 'references' ? lens.title : lens.type));
    expect(lenses).toEqual(['1 reference', '0 references', '0 references', 'simulate']);
  });

  test('what a rule implies is shown', () => {
    const { snapshot } = at('reject sender "a@b.example"\n');
    const hints = inlayHints(snapshot, { start: 0, end: 30 });
    expect(hints.map(({ label }) => label)).toEqual(['from local for local']);
  });
});
