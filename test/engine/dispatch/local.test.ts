import { describe, expect, test } from 'vitest';
import { hasBeenDelivered } from '../../../engine/src/dispatch/delivery-headers.js';
import type { Agent } from '../../../engine/src/dispatch/plan.js';
import type { Version } from '../../../grammar/src/language/version.js';
import type { Surroundings } from '../expand/expansion.js';
import { planFor } from './plans.js';

const USERS = { alice: '', bob: '', svc: '', opensmtpd: '', _smtpd: '' };
const AGENTS = '/usr/libexec/opensmtpd';

function configuration(action: string): string {
  return `
    table a { "prog" = "|cat > /tmp/%{rcpt.user}", "file" = "/var/f" }
    table u { "alice" = "2001:2001:/srv/alice", "toor" = "0:0:/srv/toor" }
    mda wrapper "nice" "nice %{mda}"
    mda wrapper "open" "nice %{mda"
    listen on lo
    action "in" ${action}
    match from any for any action "in"
  `;
}

function plan(action: string, rcpt: string, around: Surroundings = {}) {
  return planFor(configuration(action), rcpt, { users: USERS, ...around });
}

function check(action: string, rcpt: string, agent: Agent, command: string, version: Version = '7.8.0') {
  expect(plan(action, rcpt, { version })).toMatchObject({ type: 'local', agent, command });
}

describe('a local action', () => {
  test('mbox', () => {
    const agent: Agent = { type: 'mbox', path: '/var/mail/alice', sender: 'sender@example.com' };
    check('mbox', 'Alice+x@here.test', agent, `${AGENTS}/mail.local -f sender@example.com alice`);
    expect(plan('mbox', 'alice@here.test', { sender: '' })).toMatchObject({
      agent: { sender: 'MAILER-DAEMON' },
      headers: 'Delivered-To: alice@here.test\n',
      environment: { HOME: '/', LOGNAME: 'root', USER: 'root' },
    });
  });

  test('maildir', () => {
    const agent = { type: 'maildir', path: '/home/alice/Maildir', junk: false } as const;
    check('maildir', 'alice@here.test', agent, `${AGENTS}/mail.maildir`);
    check(
      'maildir "~/in/%{rcpt.domain}" junk',
      'alice+a/b@here.test',
      { type: 'maildir', path: '/home/alice/in/here.test', junk: true, folder: 'a:b' },
      `${AGENTS}/mail.maildir -j "/home/alice/in/here.test"`,
    );
    check('maildir user svc', 'alice@here.test', { ...agent, path: '/home/svc/Maildir' }, `${AGENTS}/mail.maildir`);
  });

  test('lmtp', () => {
    const agent = { type: 'lmtp', destination: '/run/lmtp', sender: 'sender@example.com' } as const;
    check(
      'lmtp "/run/lmtp"',
      'alice+x@here.test',
      { ...agent, recipient: 'alice' },
      `${AGENTS}/mail.lmtp -d /run/lmtp -u`,
    );
    check(
      'lmtp "/run/lmtp" rcpt-to',
      'alice+x@here.test',
      { ...agent, recipient: 'alice+x@here.test' },
      `${AGENTS}/mail.lmtp -d "/run/lmtp" -r`,
      '6.8.0',
    );
    expect(plan('lmtp "/run/lmtp"', 'alice@here.test', { version: '7.4.0' })).toMatchObject({
      runAs: { username: 'opensmtpd' },
      agent: { recipient: 'alice' },
    });
  });

  test('mda, and what the shell makes of quotes stays open', () => {
    check(
      'mda "cat; : %{dest}"',
      'alice@x.test',
      { type: 'mda', command: 'cat; : alice@x.test' },
      `${AGENTS}/mail.mda "cat; : alice@x.test"`,
    );
    check('mda \'cat "$USER"\'', 'alice@x.test', { type: 'mda' }, `${AGENTS}/mail.mda "cat "$USER""`);
  });

  test('a wrapper, around a mailbox too until 7.5', () => {
    expect(plan('maildir wrapper "nice"', 'alice@x.test')).toMatchObject({
      agent: { type: 'maildir' },
      wrapper: 'nice',
      command: `nice ${AGENTS}/mail.maildir`,
      unexpanded: false,
    });
    expect(plan('maildir wrapper "open"', 'alice@x.test')).toMatchObject({ command: 'nice %{mda', unexpanded: true });
    expect(plan('mbox wrapper "nice"', 'alice@x.test', { version: '6.8.0' })).toMatchObject({
      agent: { type: 'mbox', path: '/var/mail/alice' },
      command: `nice ${AGENTS}/mail.local -f sender@example.com -- alice`,
    });
    expect(plan('mbox wrapper "nice"', 'alice@x.test')).toEqual(CRASH);
  });

  test('files and commands out of aliases run as the daemon, with format specifiers', () => {
    expect(plan('maildir alias <a>', 'prog+x@here.test')).toMatchObject({
      agent: { type: 'command' },
      user: { username: 'opensmtpd' },
      command: 'cat > /tmp/prog+x',
    });
    expect(plan('maildir alias <a> wrapper "nice"', 'file@here.test')).toMatchObject({
      agent: { type: 'file', path: '/var/f', sender: 'sender@example.com' },
      command: `nice ${AGENTS}/mail.mboxfile -f sender@example.com /var/f`,
    });
  });

  test.each<[Version, Record<string, string>]>([
    ['7.8.0', { PATH: '/usr/bin:/bin', LOGNAME: 'alice', USER: 'alice', ORIGINAL_RECIPIENT: 'alice+Ext@Some.test' }],
    ['6.8.0', { PATH: '/bin:/usr/bin', LOGNAME: 'svc', USER: 'svc' }],
  ])('the environment in %s', (version, different) => {
    const { type, ...plain } = plan('maildir user svc', 'alice+Ext@Some.test', { version });
    expect(type).toBe('local');
    expect(plain).toMatchObject({
      user: { username: 'alice' },
      runAs: { username: 'svc', directory: '/home/svc' },
      headers: 'Return-Path: <sender@example.com>\nDelivered-To: alice+Ext@Some.test\n',
    });
    expect('environment' in plain && plain.environment).toEqual({
      DOMAIN: 'Some.test',
      HOME: '/home/svc',
      RECIPIENT: 'alice+Ext@Some.test',
      SHELL: '/bin/sh',
      LOCAL: 'alice+Ext',
      SENDER: 'sender@example.com',
      EXTENSION: 'ext',
      ...different,
    });
  });
});

const CRASH = {
  type: 'failure',
  lasting: 'temporary',
  status: 'Error (terminated; signal 11)',
  reason: 'terminated; signal 11',
  inProcess: true,
};

describe('a local delivery fails', () => {
  test.each<[string, string, Surroundings, 'temporary' | 'permanent', string]>([
    ['mda "cat %{none}"', 'alice', {}, 'permanent', 'Error ("smtpd: mda command line could not be expanded")'],
    [
      'maildir wrapper "nice" user gone',
      'alice',
      {},
      'permanent',
      "Error (user unknown: delivery user 'gone' does not exist)",
    ],
    [
      'maildir',
      'root',
      { users: { root: '' } },
      'permanent',
      'Error (permission denied: MDA not allowed to deliver to: root)',
    ],
    [
      'maildir user root',
      'alice',
      { users: { root: '', alice: '' } },
      'permanent',
      'Error (permission denied: MDA not allowed to deliver to: alice)',
    ],
    [
      'maildir',
      'root',
      { users: { root: '' }, version: '6.8.0' },
      'permanent',
      'Error (permission denied: not allowed to deliver to: root)',
    ],
    ['maildir userbase <u> alias <a>', 'prog', {}, 'permanent', 'Permanent failure in user lookup'],
    ['forward-only', 'bob', { users: { bob: '\\bob' } }, 'temporary', 'Error (terminated; signal 11)'],
    ['mda "cat %{mda}"', 'alice', {}, 'permanent', 'Error ("smtpd: mda command line could not be expanded")'],
    ['mda "cat %{mda}"', 'alice', { version: '6.8.0' }, 'temporary', 'Error (terminated; signal 11)'],
  ])('%s for %s with %o: %s, %s', (action, user, around, lasting, status) => {
    expect(plan(action, `${user}@here.test`, around)).toMatchObject({ type: 'failure', lasting, status });
  });

  test('but root has a mailbox, and before 7.5 commands', () => {
    expect(plan('mbox', 'root@here.test', { users: { root: '' } })).toMatchObject({
      agent: { path: '/var/mail/root' },
    });
    const around: Surroundings = { version: '6.8.0', users: { root: '|cat' } };
    expect(plan('mbox', 'root@here.test', around)).toMatchObject({ runAs: { uid: 0 }, command: 'cat' });
    expect(plan('mbox userbase <u>', 'toor@here.test', { version: '6.8.0' })).toMatchObject({ runAs: { uid: 0 } });
  });
});

describe('a message that has been here', () => {
  const envelope = { dest: { user: 'Alice', domain: 'Here.test' } };
  test.each([
    ['Received: x\nDelivered-To: alice@here.TEST\n\n', true],
    ['delivered-to: alice@here.test\r\n\n', false],
    ['A: b\n Delivered-To: alice@here.test\n\nDelivered-To: alice@here.test\n', false],
    ['A: b\n continued\nDelivered-To: alice@here.test', true],
    ['Delivered-To:  alice@here.test\n', false],
    ['no header\nDelivered-To: alice@here.test\n', false],
  ])('%j', (message, expected) => expect(hasBeenDelivered(message, envelope)).toBe(expected));
});
