import { describe, expect, test } from 'vitest';
import { complete } from '../../../server/src/features/completion/complete.js';
import { edited, opened, type Surroundings } from '../opened.js';

const DEFINED = `table domains { "example.org" }
table passwords file:/etc/mail/passwords
user = "alice"
pki mx.example.org cert "/etc/ssl/mx.crt"
ca roots cert "/etc/ssl/roots.pem"
proc rspamd "/usr/local/bin/filter-rspamd"
filter "names" phase connect match !fcrdns disconnect "550 no"
filter "spam" proc rspamd
filter "both" chain { "names", "spam" }
mda wrapper pipe "/bin/pipe %{mda}"
listen on lo0 tag LOCAL
action "local" mbox
`;
const FILES = {
  '/etc/mail/passwords': 'alice $2b$',
  '/etc/mail/actions.conf': '',
  '/etc/mail/certs/mx.crt': '',
  '/etc/mail/smtpd.conf': '',
};

/** What is offered at the mark, in its order. */
function offered(marked: string, surroundings: Surroundings = { files: FILES }): readonly string[] {
  const { snapshot, offset, workspace } = opened(marked, surroundings);
  return complete(snapshot, offset, workspace.host).map(({ label }) => label);
}

/** The keywords that may follow in the newest release, all of them (parse.y of 7.8.0). */
const KEYWORDS: readonly (readonly [where: string, expected: string])[] = [
  ['match █', 'tag helo tls auth mail-from rcpt-to from for reject action'],
  ['match from █', 'socket local any src rdns auth mail-from'],
  ['match for █', 'local any domain rcpt-to'],
  ['match from any █', 'tag helo tls auth mail-from rcpt-to for reject action'],
  ['match from any for any █', 'tag helo tls auth mail-from rcpt-to reject action'],
  ['match !█', 'tag helo tls auth mail-from rcpt-to from for reject action'],
  ['match ! from █', 'socket local any src rdns auth mail-from'],
  ['match tls auth helo "x" █', 'tag mail-from rcpt-to from for reject action'],
  ['listen █', 'on'],
  ['listen on socket █', 'filter mask-src no-dsn tag'],
  [
    'listen on lo0 █',
    'inet4 inet6 port filter smtps tls tls-require ciphers protocols pki ca auth auth-optional tag hostname hostnames ' +
      'mask-src received-auth no-dsn proxy-v2 senders',
  ],
  ['action "a" █', 'mbox maildir lmtp mda forward-only expand-only relay'],
  ['action "a" mbox █', 'user alias virtual userbase wrapper ttl'],
  ['action "a" maildir "/x" █', 'junk user alias virtual userbase wrapper ttl'],
  ['action "a" lmtp "/x" █', 'rcpt-to user alias virtual userbase wrapper ttl'],
  [
    'action "a" relay █',
    'helo helo-src pki ca ciphers protocols src mail-from backup host domain tls auth filter srs ttl',
  ],
  [
    'action "a" relay backup █',
    'mx helo helo-src pki ca ciphers protocols src mail-from host domain tls auth filter srs ttl',
  ],
  ['filter "f" █', 'proc proc-exec phase chain'],
  ['filter "f" phase █', 'connect helo ehlo auth mail-from rcpt-to data commit'],
  ['filter "f" phase connect █', 'match'],
  ['filter "f" phase connect match █', 'fcrdns rdns src'],
  ['filter "f" phase rcpt-to match !█', 'fcrdns rdns src helo auth mail-from rcpt-to'],
  ['filter "f" phase connect match fcrdns █', 'reject disconnect rewrite report junk bypass'],
  ['filter "f" phase commit match fcrdns █', 'reject disconnect rewrite report'],
  ['filter "f" proc-exec "/x" █', 'user group chroot'],
  ['proc p "/x" █', 'user group chroot'],
  ['pki x █', 'cert key dhe'],
  ['pki x cert "/a" █', 'key dhe'],
  ['ca x █', 'cert'],
  ['smtp █', 'limit ciphers max-message-size sub-addr-delim'],
  ['queue █', 'compression encryption ttl'],
  ['srs █', 'key ttl'],
  ['srs key █', 'backup'],
  ['mta █', 'max-deferred limit'],
  ['mta limit █', 'for max-conn-per-host max-conn-per-route max-conn-per-source max-conn-per-connector'],
  ['bounce █', 'warn-interval'],
  ['mda █', 'limit wrapper'],
  ['scheduler █', 'limit'],
];

describe('keywords', () => {
  test.each(KEYWORDS)('%s', (where, expected) => {
    const words = new Set(offered(where));
    for (const word of expected.split(' ')) expect([...words]).toContain(word);
    const { snapshot, offset, workspace } = opened(where);
    const keywords = complete(snapshot, offset, workspace.host).filter(({ kind }) => kind === 'keyword');
    const extra = keywords.map(({ label }) => label).filter((label) => !expected.split(' ').includes(label));
    expect(extra).toEqual([]);
  });

  test('a line begins with a statement, a template or a macro', () => {
    const words = offered('█');
    const statements =
      'action admd bounce ca filter include listen match mda mta pki proc queue scheduler smtp srs table';
    expect(words).toEqual(expect.arrayContaining(statements.split(' ')));
    expect(words).toContain('match domain');
    expect(offered('x = "1"\n█')).toContain('$x');
  });
});

/** A release, a place, what it knows there, and what only others know. */
const RELEASES: readonly (readonly [version: string, where: string, known: string, unknown: string])[] = [
  ['6.4.0', '█', 'action listen match', 'filter proc srs admd'],
  ['6.6.0', '█', 'filter proc srs', 'admd'],
  ['6.8.0', '█', 'admd', ''],
  ['6.4.0', 'match from █', 'local any src socket', 'rdns auth mail-from'],
  ['6.6.0', 'match from █', 'rdns', 'auth mail-from'],
  ['6.7.0', 'match from █', 'auth mail-from', ''],
  ['6.8.0', 'listen on lo0 █', 'pki proxy-v2', 'ciphers protocols'],
  ['7.3.0', 'listen on lo0 █', 'ciphers protocols', ''],
  ['7.4.0', 'listen on socket █', 'tag', 'no-dsn'],
  ['6.6.0', 'filter "f" phase connect match rdns █', 'junk', 'bypass'],
  ['6.6.0', 'action "a" relay █', 'host', 'domain filter'],
];

test.each(RELEASES)('%s knows at %s', (targetVersion, where, known, unknown) => {
  const words = offered(where, { settings: { targetVersion } });
  expect(words).toEqual(expect.arrayContaining(known.split(' ')));
  for (const word of unknown.split(' ')) expect(words).not.toContain(word);
});

/** A line below the definitions, and what it is to offer, all of it. */
const NAMES: readonly (readonly [kind: string, line: string, expected: readonly string[]])[] = [
  ['tables', 'match for domain <█', ['domains', 'passwords']],
  ['tables, half typed', 'match for domain <do█', ['domains', 'passwords']],
  ['tables where a word may stand too', 'match for domain █', ['domains', 'passwords', 'regex']],
  ['tables for credentials', 'listen on lo0 tls auth <█', ['domains', 'passwords']],
  ['actions', 'match for any action █', ['local']],
  ['actions in open quotes', 'match for any action "█', ['local']],
  ['actions in closed quotes', 'match for any action "█"', ['local']],
  ['filters', 'listen on lo0 filter "█', ['names', 'spam', 'both']],
  ['filters in a chain', 'filter "all" chain { "names", "█', ['names', 'spam', 'both']],
  ['filters in braces', 'listen on lo0 filter { █', ['names', 'spam', 'both']],
  ['filters of the socket', 'listen on socket filter "█', ['names', 'spam', 'both']],
  ['filters of a relay', 'action "out" relay filter "█', ['names', 'spam', 'both']],
  ['processes', 'filter "x" proc █', ['rspamd']],
  ['keys', 'listen on lo0 tls pki █', ['mx.example.org']],
  ['keys of a relay', 'action "out" relay pki █', ['mx.example.org']],
  ['authorities', 'listen on lo0 tls ca █', ['roots']],
  ['wrappers', 'action "w" mda "x" wrapper █', ['pipe']],
  ['tags', 'match tag █', ['domains', 'passwords', 'LOCAL', 'regex']],
  ['macros', 'match for domain $█', ['user']],
  ['interfaces', 'listen on █', ['lo0', 'em0', '0.0.0.0', '::', 'socket']],
  ['interfaces, half typed', 'listen on e█', ['lo0', 'em0', '0.0.0.0', '::', 'socket']],
  ['the process of a table', 'table t proc:█', []],
  ['ports', 'listen on lo0 port █', ['submission', 'smtp', 'smtps']],
  ['users', 'action "u" mbox user █', ['root', 'alice', '_smtpd']],
  ['users of a process', 'proc p "/x" user █', ['root', 'alice', '_smtpd']],
  ['strengths', 'pki x dhe █', ['none', 'auto', 'legacy']],
  ['schemes', 'action "r" relay host "█', ['smtp://', 'smtp+tls://', 'smtp+notls://', 'smtps://', 'lmtp://']],
  ['backends of a table', 'table t █', ['file:', 'db:', 'proc:', '{ … }']],
  ['files of a table', 'table t file:/etc/mail/█', ['passwords', 'actions.conf', 'certs/', 'smtpd.conf']],
  ['files of a table in quotes', 'table t "/etc/mail/█', ['passwords', 'actions.conf', 'certs/', 'smtpd.conf']],
  ['included files', 'include "█', ['passwords', 'actions.conf', 'certs/', 'smtpd.conf']],
  ['files in a folder', 'pki x cert "/etc/mail/certs/█', ['mx.crt']],
  ['specifiers', 'action "m" mda "deliver %{rcpt.█', SPECIFIERS()],
  [
    'modifiers',
    'action "m" mda "deliver %{rcpt.user:█',
    ['lowercase', 'uppercase', 'strip', 'raw'].map((m) => `rcpt.user:${m}`),
  ],
  [
    'a second modifier',
    'action "m" mda "deliver %{rcpt.user:lowercase|█',
    ['lowercase', 'uppercase', 'strip', 'raw'].map((m) => `rcpt.user:lowercase|${m}`),
  ],
  ['nothing in a comment', '# match from █', []],
  ['nothing where a name is given', 'action █', []],
  ['nothing behind a finished rule', 'match for any action "local" █', []],
];

/** mda_expand_token() of 7.8.0 in mda_variables.c. */
function SPECIFIERS(): readonly string[] {
  return [
    ...['sender', 'rcpt', 'dest', 'sender.user', 'sender.domain', 'rcpt.user', 'rcpt.domain', 'dest.user'],
    ...['dest.domain', 'user.username', 'user.directory', 'mda', 'mbox.from'],
  ];
}

describe('names', () => {
  test.each(NAMES)('%s: %s', (_, line, expected) => {
    expect(offered(DEFINED + line).toSorted()).toEqual([...expected].toSorted());
  });

  test('groups of interfaces, with who is in them', () => {
    const { snapshot, offset, workspace } = opened('listen on █', { groups: { em0: ['egress'] } });
    const items = complete(snapshot, offset, workspace.host);
    expect(items.find(({ label }) => label === 'egress')).toMatchObject({ text: 'egress', detail: 'group of em0' });
  });

  test('limits, with what they are by default', () => {
    const { snapshot, offset, workspace } = opened('smtp limit █');
    const items = complete(snapshot, offset, workspace.host);
    expect(items.map(({ label, detail }) => `${label}: ${detail}`).toSorted()).toEqual([
      'max-mails: 100 by default',
      'max-rcpt: 1000 by default',
    ]);
  });
});

/** A broken text, a label, and the text once that is accepted; places to fill in are shown as `<number>`. */
const ACCEPTED: readonly (readonly [why: string, marked: string, label: string, expected: string])[] = [
  ['a table gets its bracket', 'table d { a }\nmatch for domain <█', 'd', 'table d { a }\nmatch for domain <d>'],
  [
    'a bracket that is there',
    'table d { a }\nmatch for domain <█> reject',
    'd',
    'table d { a }\nmatch for domain <d> reject',
  ],
  ['both brackets', 'table d { a }\nmatch for domain █ reject', 'd', 'table d { a }\nmatch for domain <d> reject'],
  [
    'the whole word',
    'table d { a }\nmatch for domain <x█yz> reject',
    'd',
    'table d { a }\nmatch for domain <d> reject',
  ],
  ['quotes where none are', 'action a mbox\nmatch for any action █', 'a', 'action a mbox\nmatch for any action "a"'],
  ['quotes that are open', 'action a mbox\nmatch for any action "█', 'a', 'action a mbox\nmatch for any action "a'],
  ['before what is broken', 'match fr█ for } action <', 'from', 'match from for } action <'],
  ['after what is broken elsewhere', 'table {{ \nlisten o█', 'on', 'table {{ \nlisten on'],
  ['on a continued line', 'match from any \\\n  fo█', 'for', 'match from any \\\n  for'],
  [
    'within braces over lines',
    'filter "a" proc-exec "x"\nfilter "b" chain {\n  █\n}',
    'a',
    'filter "a" proc-exec "x"\nfilter "b" chain {\n  "a"\n}',
  ],
  ['a specifier gets its brace', 'action "m" mda "d %{rcp█"', 'rcpt', 'action "m" mda "d %{rcpt}"'],
  ['a specifier that is closed', 'action "m" mda "d %{rcp█}"', 'rcpt', 'action "m" mda "d %{rcpt}"'],
  ['a macro', 'm = "x"\nmatch for domain $█', 'm', 'm = "x"\nmatch for domain $m'],
  ['behind CR LF', 'action a mbox\r\nmatch for any action █\r\n', 'a', 'action a mbox\r\nmatch for any action "a"\r\n'],
  [
    'behind an astral name',
    'action "😀" mbox\nmatch for any action "█"',
    '😀',
    'action "😀" mbox\nmatch for any action "😀"',
  ],
  ['a path', 'include "█"', 'actions.conf', 'include "/etc/mail/actions.conf"'],
  ['a path further on', 'table t file:/etc/mail/act█', 'actions.conf', 'table t file:/etc/mail/actions.conf'],
];

describe('accepting', () => {
  test.each(ACCEPTED)('%s', (_, marked, label, expected) => {
    const { snapshot, offset, workspace } = opened(marked, { files: FILES });
    const item = complete(snapshot, offset, workspace.host).find((one) => one.label === label);
    if (item === undefined) throw new Error(`${label} is not offered`);
    expect(edited(snapshot.source.text, [item])).toBe(expected);
  });

  test.each([
    [
      '6.0.3',
      ['table file', 'listen with STARTTLS', 'accept domain', 'accept outgoing', 'accept smarthost', 'reject sender'],
      ['match domain', 'action relay'],
    ],
    ['6.4.0', ['match domain', 'action smarthost'], ['filter builtin', 'filter process', 'accept domain']],
    ['6.6.0', ['filter builtin', 'filter process', 'match domain'], []],
    ['7.8.0', ['filter builtin', 'filter process', 'match domain'], []],
  ])('every template of %s gives a statement that its daemon reads', (targetVersion, some, none) => {
    const settings = { targetVersion };
    const { snapshot, offset, workspace } = opened('█', { settings });
    const templates = complete(snapshot, offset, workspace.host).filter(({ kind }) => kind === 'snippet');
    const labels = templates.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(some));
    for (const label of none) expect(labels).not.toContain(label);
    for (const { label, text } of templates) {
      const { problems } = opened(filled(text), { settings }).snapshot.project.analysis;
      const errors = problems.filter(({ id }) => id === 'syntax-error' || id === 'legacy-grammar');
      expect(errors, `${label}: ${filled(text)}`).toEqual([]);
    }
  });
});

/** A template with its places filled as they stand. */
function filled(template: string): string {
  const inner = template.replace(/\$\{(\d+):([^${}]*)\}/g, '$2').replace(/\$\d/g, '');
  return inner === template ? inner : filled(inner);
}
