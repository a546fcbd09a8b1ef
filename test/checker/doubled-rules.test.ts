import { expect, test } from 'vitest';
import { lintExample } from './examples.js';

/** The second of two rules, which differ in nothing that matters, is found to be doubled. */
function check(first: string, second: string): void {
  const text = `action "a" mbox\nmatch from any ${first} action "a"\nmatch from any ${second} action "a"\n`;
  const found = lintExample({ text }, { version: '7.8.0', platform: 'linux' });
  expect(found.filter(({ rule }) => rule === 'rule-duplicate').map(({ span }) => span.start)).toEqual([
    text.lastIndexOf('match'),
  ]);
}

test.each([
  ['a domain', 'for domain "example.org"', 'for domain { "example.org" }'],
  ['a wildcard', 'for domain "*.example.org"', 'for domain { "*.example.org" }'],
  ['a wildcard of senders', 'mail-from "@*.example.org" for any', 'mail-from { "@*.example.org" } for any'],
  ['a user with a wildcard', 'rcpt-to "bob@*.example.org" for any', 'rcpt-to { "bob@*.example.org" } for any'],
  ['a wildcard of names', 'helo "*.example.org" for any', 'helo { "*.example.org" } for any'],
  ['a name beside a wildcard', 'helo "a" for domain "*.example.org"', 'helo { "a" } for domain { "*.example.org" }'],
])('%s, alone and in a list', (_, first, second) => check(first, second));
