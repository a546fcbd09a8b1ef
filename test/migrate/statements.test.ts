import { describedWorld } from '@smtpd-conf/compiler';
import type { Version } from '@smtpd-conf/grammar';
import { describe, expect, test } from 'vitest';
import { migrated } from './migrated.js';

const WORLD = describedWorld({ hostname: 'mx.example.test', interfaces: { lo: ['127.0.0.1'] } });

function check(before: string, after: string, notes: readonly RegExp[] = [], version: Version = '7.8.0'): void {
  const result = migrated('old.conf', before, WORLD, version);
  expect(result.text).toBe(after);
  expect(result.notes).toHaveLength(notes.length);
  for (const [at, note] of notes.entries()) expect(result.notes[at]).toMatch(note);
  expect(migrated('new.conf', result.text, WORLD, version).text).toBe(result.text);
}

describe('settings', () => {
  test.each<[string, string]>([
    ['expire 4d', 'queue ttl 4d'],
    ['bounce-warn 1h, 2d', 'bounce warn-interval 1h, 2d'],
    ['max-message-size 50M', 'smtp max-message-size 50M'],
    ['max-mta-deferred 10', 'mta max-deferred 10'],
    ['subaddressing-delimiter "-"', 'smtp sub-addr-delim "-"'],
    ['ciphers HIGH', 'smtp ciphers HIGH'],
    ['limit session max-rcpt 5', 'smtp limit max-rcpt 5'],
    ['limit mda max-session 5', 'mda limit max-session 5'],
    ['limit mta inet4', 'mta limit inet4'],
    ['limit mta for domain example.org max-conn-per-host 2', 'mta limit for domain example.org max-conn-per-host 2'],
    ['limit scheduler max-inflight 9', 'scheduler limit max-inflight 9'],
    ['queue encryption key secret', 'queue encryption secret'],
    ['pki x certificate "/c" key "/k"', 'pki x cert "/c" key "/k"'],
    ['ca x certificate "/c"', 'ca x cert "/c"'],
    ['map a source db "/a.db"', 'table a db:/a.db'],
    ['map a { source plain "/a" }', 'table a file:/a'],
    ['table user file:/u', 'table "user" file:/u'],
  ])('%s', (before, after) => check(`${before}\n`, `${after}\n`));
  test('no warnings', () => {
    check(
      'bounce-warn\n',
      `# migrated: bounce-warn without a delay meant no warnings; this delay is longer than any message waits
bounce warn-interval 24855d
`,
      [/no warnings/],
    );
  });
  test('what there is no longer', () => {
    check(
      'hostname x\n',
      '# migrated: there is no "hostname" any more: the host name stands in /etc/mail/mailname\n# hostname x\n',
      [/hostname/],
    );
  });
});

describe('listeners', () => {
  const PKI = 'pki mx.example.test cert "/c" key "/k"\n';
  test('mask-source', () => check('listen on lo mask-source\n', 'listen on lo mask-src\n'));
  test('words that are an option in an old file, and the name of a table in one of today', () => {
    check(
      `${PKI}listen on lo tls pki mx.example.test auth mask-source\nexpire 1d\n`,
      `${PKI}listen on lo tls pki mx.example.test auth mask-src\nqueue ttl 1d\n`,
    );
  });
  test('secure is two', () => {
    check(
      `${PKI}listen on lo secure pki mx.example.test tag T\n`,
      `${PKI}listen on lo tls pki mx.example.test tag T\nlisten on lo smtps pki mx.example.test tag T\n`,
    );
  });
  test('the certificate of the host name is named where it must be', () => {
    const old = `${PKI}listen on lo tls\n`;
    check(`${old}expire 1d\n`, `${PKI}listen on lo tls pki mx.example.test\nqueue ttl 1d\n`);
    check(`${old}expire 1d\n`, `${old}queue ttl 1d\n`, [], '6.8.0');
  });
  test('no certificate at all', () => {
    check(
      'listen on lo tls mask-source auth\n',
      `# migrated: there is no certificate, so that TLS and logins never worked: they are left out until there is a pki
listen on lo mask-src
`,
      [/no certificate/],
    );
  });
});

describe('rules', () => {
  test('layout, comments and macros stay', () => {
    check(
      'to = "local"\n\n  accept from any for $to deliver to mbox # why\n',
      `to = "local"

  action "local" mbox
  match from any for local action "local" # why
`,
    );
  });
  test('a macro that is one value stays', () => {
    check(
      'd = "example.org"\naccept from any for domain $d deliver to maildir\n',
      `d = "example.org"
action "maildir" maildir
match from any for domain $d action "maildir"
`,
    );
  });
  test('a value that is a keyword today gets quotes', () => {
    check('reject tagged smtp for any\n', 'match tag "smtp" for any reject\n');
  });
  test('negations move to the front', () => {
    check(
      'reject from ! source { 192.0.2.1 } sender ! "@a.test" recipient ! "b"\n',
      'match !from src { 192.0.2.1 } !mail-from "@a.test" !rcpt-to "b" reject\n',
    );
  });
  test('a table that cannot be read here is one all the same', () => {
    check(
      'table a file:/nowhere\naccept alias <a> deliver to mbox\n',
      'table a file:/nowhere\naction "local" mbox alias <a>\nmatch action "local"\n',
    );
  });
  test('a login counted as from this host', () => {
    check(
      'pki x cert "/c" key "/k"\nlisten on lo tls pki x auth\naccept for any relay\n',
      `pki x cert "/c" key "/k"
listen on lo tls pki x auth
action "relay" relay
match for any action "relay"
match auth from any for any action "relay"
`,
    );
  });
  test('a later expire did not reach the rules above it', () => {
    check(
      'accept deliver to mbox\nexpire 1d\n',
      'action "local" mbox ttl 345600s\nmatch action "local"\nqueue ttl 1d\n',
    );
  });
  test('only a user as sender', () => {
    check(
      'accept for any relay as joe\n',
      `# migrated: the host name, which was filled in at each start, is that of this machine
action "relay" relay mail-from joe@mx.example.test
match for any action "relay"
`,
      [/host name/],
    );
  });
});
