import { describe, expect, test } from 'vitest';
import { addressText } from '../../../engine/src/dispatch/address-text.js';
import type { RelayPlan } from '../../../engine/src/dispatch/plan.js';
import { parseSocketAddress } from '../../../engine/src/tables/values/socket-address.js';
import type { Surroundings } from '../expand/expansion.js';
import { planFor } from './plans.js';

type PlanPart = { readonly [Key in keyof RelayPlan]?: unknown };

function plan(options: string, around: Surroundings = {}, rcpt = 'Rcpt@Far.test') {
  return planFor(
    `
      srs key "secret"
      table s { "me" = "user:pass word", "only" = "password", "bad" = "x:" }
      table h { "smtp+tls://me@relay.test", "second.test" }
      table d { "far.test" = "lmtp://[::1]:24" }
      table n { "192.0.2.9" = "nine.test" }
      table a { "list" = "user@far.test" }
      listen on lo
      action "lists" maildir alias <a>
      action "out" relay ${options}
      match from any for domain "local.test" action "lists"
      match from any for any action "out"
    `,
    rcpt,
    around,
  );
}

function check(options: string, expected: PlanPart, around: Surroundings = {}, rcpt?: string) {
  expect(plan(options, around, rcpt)).toMatchObject({ type: 'relay', ...expected });
}

function fails(options: string, status: string) {
  expect(plan(options)).toEqual({ type: 'failure', lasting: 'temporary', status, reason: status });
}

describe('relay', () => {
  test('to the domain of the recipient', () => {
    expect(plan('')).toEqual({
      type: 'relay',
      name: '[relay:Far.test,smtp]',
      destination: { type: 'domain', domain: 'Far.test' },
      protocol: 'smtp',
      port: 25,
      tls: { mode: 'opportunistic', verify: false },
      helo: 'mx.example.test',
      sender: 'sender@example.com',
      recipient: 'Rcpt@Far.test',
      ttl: 345600,
    });
    check('tls', { tls: { mode: 'starttls', verify: true } });
    check('tls no-verify', { tls: { mode: 'starttls', verify: false } });
    check('helo "other.test"', { helo: 'other.test' });
  });

  test('as a backup, by a name or by that of the listener', () => {
    check('backup mx "mx2.test"', { destination: { type: 'domain', domain: 'Far.test', backup: 'mx2.test' } });
    check('backup', { destination: { type: 'domain', domain: 'Far.test', backup: 'mx.example.test' } });
  });

  test.each<[string, PlanPart]>([
    ['relay.test', { port: 25, tls: { mode: 'opportunistic', verify: false } }],
    ['smtp://relay.test:587', { port: 587 }],
    ['smtps://relay.test', { port: 465, tls: { mode: 'smtps', verify: true } }],
    ['smtp+tls://relay.test', { tls: { mode: 'starttls', verify: true } }],
    [
      'smtp+notls://[192.0.2.1]',
      { destination: { type: 'host', host: '[192.0.2.1]' }, tls: { mode: 'no', verify: false } },
    ],
    ['lmtp://relay.test:24', { protocol: 'lmtp', port: 24, tls: { mode: 'no', verify: false } }],
  ])('by the host %s', (host, expected) => check(`host ${host}`, expected));

  test('by a list of hosts, by the domain, with credentials', () => {
    check('host <h> auth <s>', {
      destination: { host: 'relay.test' },
      credentials: { username: 'user', password: 'pass word' },
    });
    check('host smtps://ONLY@relay.test auth <s>', { credentials: { username: 'only', password: 'password' } });
    check('domain <d>', { destination: { host: '[::1]' }, port: 24, protocol: 'lmtp' });
    check('host smtp://relay.test tls no-verify', { tls: { mode: 'starttls', verify: false } });
  });

  test('fails for now', () => {
    fails('host <h>', 'No auth table for relaying');
    fails('host smtp://me@relay.test auth <s>', 'Cannot parse smarthost');
    fails('host http://relay.test', 'Cannot parse smarthost');
    fails('host smtp+notls://relay.test tls', 'TLS required for relaying');
    fails('host smtps://none@relay.test auth <s>', 'Could not retrieve credentials');
    fails('host smtps://bad@relay.test auth <s>', 'Could not retrieve credentials');
    fails('src "relay.test"', 'No valid route to destination');
    fails('src 192.0.2.8 helo-src <n>', 'No valid route to destination');
    expect(plan('domain <d>', {}, 'x@other.test')).toMatchObject({ status: 'Cannot retrieve smarthost' });
  });

  test('from an address, with a name for it; without the address the name does not count', () => {
    check('src 192.0.2.9 helo-src <n> helo "other.test"', { source: '192.0.2.9', helo: 'nine.test' });
    check('helo-src <n> helo "other.test"', { helo: 'other.test' });
  });

  test('under another sender, but for bounces', () => {
    check('mail-from "we@ours.test"', { sender: 'we@ours.test' });
    check('mail-from "@ours.test"', { sender: 'sender@ours.test' });
    check('mail-from "we"', { sender: 'we@example.com' });
    check('mail-from "we@ours.test"', { sender: '' }, { sender: '' });
  });

  test('after srs under an address of ours, where it is forwarded', () => {
    check('srs', { sender: 'sender@example.com' });
    check(
      'srs',
      { sender: expect.stringMatching(/^SRS0=[\w+/]{4}=[A-Z2-7]{2}=example\.com=sender@local\.test$/) },
      {},
      'list@local.test',
    );
    check('srs', { sender: '' }, { sender: '' }, 'list@local.test');
  });
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:0:0:1:0:0:1', '[2001:db8::1:0:0:1]'],
  ['::1', '[::1]'],
  ['1:0:2:3:4:5:6:7', '[1:0:2:3:4:5:6:7]'],
  ['::ffff:192.0.2.1', '[::ffff:192.0.2.1]'],
  ['fe80::1%lo', '[fe80::1%lo]'],
  ['::', '[::]'],
])('the address %s is written as %s', (text, expected) => {
  const address = parseSocketAddress(text, { version: '7.8.0', platform: 'linux' });
  expect(address && addressText(address)).toBe(expected);
});
