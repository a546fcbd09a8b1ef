import type { Surroundings } from './expansion.js';

export interface ExpansionCase {
  readonly title: string;
  /** The table `a` of the local actions. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The table `v` of the action `users`. */
  readonly virtual?: Readonly<Record<string, string>>;
  /** A local part, at local.test then, or a whole address. */
  readonly to: string;
  readonly around?: Surroundings;
  readonly expected: string | readonly string[];
}

const LIST_TEMPORARY = '424 4.2.4 Mailing list expansion problem';
const LIST_PERMANENT = '524 5.2.4 Mailing list expansion problem';
const PERSONS = { alice: '', bob: '', carol: '' };

/** Examples; the code they test was held against lka_session.c, expand.c, aliases.c and forward.c of both releases, run by themselves on random input. */
export const EXPANSION_CASES: readonly ExpansionCase[] = [
  { title: 'a user gets the mail', to: 'Alice', expected: ['local alice (Alice@local.test)'] },
  { title: 'with a sub-address', to: 'alice+News', expected: ['local alice+news (alice+News@local.test)'] },
  { title: 'nobody of that name', to: 'nobody', expected: '550 Invalid recipient' },
  { title: 'no rule', to: 'alice@other.test', expected: '550 Invalid recipient' },
  { title: 'a rule that rejects', to: 'alice@reject.test', expected: '550 Invalid recipient' },
  {
    title: 'a rule that rejects, after a failure of the rules',
    to: 'alice@reject.test',
    around: { staleErrno: true },
    expected: '451 Temporary failure',
  },
  { title: 'rules that fail', to: 'alice@tls.test', expected: '451 Temporary failure' },
  { title: 'a remote action', to: 'X@far.test', expected: ['away X@far.test'] },
  {
    title: 'the targets of an alias in the order of the tree',
    aliases: { team: 'x@far.test, |cmd, carol, /var/f, bob' },
    to: 'team',
    expected: [
      'local bob (team@local.test)',
      'local carol (team@local.test)',
      'local opensmtpd /var/f (team@local.test)',
      'local opensmtpd |cmd (team@local.test)',
      'away x@far.test',
    ],
  },
  {
    title: 'an alias with a sub-address before the one without',
    aliases: { bob: 'alice', 'bob+x': 'carol' },
    to: 'bob+x',
    expected: ['local carol (bob+x@local.test)'],
  },
  {
    title: 'an alias for itself',
    aliases: { bob: 'bob, carol' },
    to: 'bob',
    expected: ['local bob (bob@local.test)', 'local carol (bob@local.test)'],
  },
  { title: 'aliases in a circle', aliases: { a: 'b', b: 'a' }, to: 'a', expected: LIST_PERMANENT },
  {
    title: 'an alias that leads nowhere new',
    aliases: { a: 'b, b', b: 'bob' },
    to: 'a',
    expected: ['local bob (a@local.test)'],
  },
  {
    title: 'a double is found while the first waits, and not once it has had its turn',
    aliases: { team: 'alice, list', list: 'alice' },
    to: 'team',
    expected: ['local alice (team@local.test)', 'local alice (team@local.test)'],
  },
  {
    title: 'the same with the list first',
    aliases: { team: 'a-list, alice', 'a-list': 'alice' },
    to: 'team',
    expected: ['local alice (team@local.test)'],
  },
  { title: 'one target that fails', aliases: { team: 'alice, nobody' }, to: 'team', expected: '550 Invalid recipient' },
  { title: 'an alias that cannot be read', aliases: { team: 'alice, "bob' }, to: 'team', expected: LIST_TEMPORARY },
  {
    title: 'an address that is none is a user',
    aliases: { team: 'alice@bad_domain' },
    to: 'team',
    expected: ['local alice (team@local.test)'],
  },
  { title: 'an error', aliases: { gone: 'error:550 moved away' }, to: 'gone', expected: '550 moved away' },
  {
    title: 'a file that is included, its comments and all',
    aliases: { team: ':include:/list' },
    to: 'team',
    around: { includes: { '/list': '# not a comment\nalice #\n, bob\nbad one, carol\n:include:/other\n' } },
    expected: ['local alice (team@local.test)', 'local bob (team@local.test)'],
  },
  {
    title: 'a file to include that is not there counts as no alias',
    aliases: { bob: ':include:/nope' },
    to: 'bob',
    expected: ['local bob (bob@local.test)'],
  },
  {
    title: 'a .forward',
    to: 'bob',
    around: { users: { ...PERSONS, bob: '# elsewhere\n"|vacation -a \'b, c\'", \\bob, x@far.test' } },
    expected: ["local bob |vacation -a 'b, c' (bob@local.test)", 'local bob (bob@local.test)', 'away x@far.test'],
  },
  {
    title: 'a .forward of comments',
    to: 'bob',
    around: { users: { bob: '# nothing\n' } },
    expected: ['local bob (bob@local.test)'],
  },
  {
    title: 'a .forward may not include',
    to: 'bob',
    around: { users: { bob: ':include:/list' } },
    expected: ['local bob (bob@local.test)'],
  },
  {
    title: 'a .forward that cannot be read',
    to: 'bob',
    around: { users: { bob: 'alice, two words' } },
    expected: LIST_TEMPORARY,
  },
  {
    title: 'a .forward of 4096 bytes',
    to: 'bob',
    around: { users: { bob: `#${'x'.repeat(4095)}` } },
    expected: LIST_TEMPORARY,
  },
  {
    title: 'and of 4095',
    to: 'bob',
    around: { users: { bob: `#${'x'.repeat(4094)}` } },
    expected: ['local bob (bob@local.test)'],
  },
  {
    title: 'a .forward that is not safe',
    to: 'bob',
    around: { users: { bob: { forward: 'refused' } } },
    expected: LIST_PERMANENT,
  },
  {
    title: 'a .forward that cannot be opened now',
    to: 'bob',
    around: { users: { bob: { forward: 'tempfail' } } },
    expected: LIST_TEMPORARY,
  },
  {
    title: 'two .forwards that point at each other',
    to: 'bob',
    around: { users: { bob: 'alice', alice: 'bob' } },
    expected: LIST_PERMANENT,
  },
  {
    title: "a command in root's .forward",
    to: 'root',
    around: { users: { root: '|cmd' } },
    expected: '451 Temporary failure',
  },
  {
    title: 'the same before 7.5',
    to: 'root',
    around: { version: '6.8.0', users: { root: '|cmd' } },
    expected: ['local root |cmd (root@local.test)'],
  },
  {
    title: 'the catch-all',
    virtual: { '@virtual.test': 'alice' },
    to: 'who@Virtual.test',
    expected: ['users alice (who@Virtual.test)'],
  },
  {
    title: 'the catch-all of all domains',
    virtual: { '@': 'x@far.test' },
    to: 'who@virtual.test',
    expected: ['away x@far.test'],
  },
  {
    title: 'an address before its user before the catch-all',
    virtual: { 'who@virtual.test': 'alice', who: 'bob', '@': 'carol' },
    to: 'WHO+x@virtual.test',
    expected: ['users alice (WHO+x@virtual.test)'],
  },
  {
    title: 'with its sub-address first',
    virtual: { 'who@virtual.test': 'alice', 'who+x@virtual.test': 'bob' },
    to: 'who+X@virtual.test',
    expected: ['users bob (who+X@virtual.test)'],
  },
  { title: 'not in the table', virtual: { a: 'alice' }, to: 'b@virtual.test', expected: LIST_PERMANENT },
  {
    title: 'a user name out of a virtual table is looked up there again, but not in the catch-all',
    virtual: { '@virtual.test': 'alice', 'alice@': 'bob' },
    to: 'who@virtual.test',
    expected: ['users bob (who@virtual.test)'],
  },
  {
    title: 'a virtual address that is itself',
    virtual: { 'a@virtual.test': 'a@virtual.test' },
    to: 'a@virtual.test',
    expected: LIST_PERMANENT,
  },
  { title: 'forward-only without a .forward', to: 'bob@forward.test', expected: LIST_TEMPORARY },
  {
    title: 'forward-only with one',
    to: 'bob@forward.test',
    around: { users: { bob: 'x@far.test' } },
    expected: ['away x@far.test'],
  },
  {
    title: 'forward-only with a command',
    to: 'bob@forward.test',
    around: { users: { bob: '|cmd' } },
    expected: '451 Temporary failure',
  },
  {
    title: 'forward-only with a copy for oneself',
    to: 'bob@forward.test',
    around: { users: { bob: '\\bob' } },
    expected: ['forward bob (bob@forward.test)'],
  },
  { title: 'expand-only to a user', to: 'bob@expand.test', expected: LIST_PERMANENT },
  {
    title: 'expand-only to a command',
    aliases: { cmd: '|cmd' },
    to: 'cmd@expand.test',
    expected: ['expand opensmtpd |cmd (cmd@expand.test)'],
  },
  {
    title: 'mail that another user delivers',
    to: 'bob@as.test',
    around: { users: { bob: 'alice' } },
    expected: ['as bob (bob@as.test)'],
  },
  {
    title: 'the same before 7.5',
    to: 'bob@as.test',
    around: { version: '6.8.0', users: { bob: 'alice', alice: '' } },
    expected: ['as alice (bob@as.test)'],
  },
];
