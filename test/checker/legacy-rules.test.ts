import { describe, expect, test } from 'vitest';
import { conf } from '../../checker/src/rule.js';
import { lintExample } from './examples.js';

/** Rules about what the file means know the grammar before 6.4 too, statement by statement. */
const CASES: readonly (readonly [lines: readonly string[], findings: readonly string[]])[] = [
  [['listen on 192.0.2.1', 'accept from any for any relay'], ['2 open-relay-any']],
  [['listen on 192.0.2.1', 'accept from any for any relay via "smtp://mx.example.net"'], ['2 open-relay-any']],
  [['listen on 192.0.2.1', 'accept from any sender "@example.org" for any relay'], ['2 open-relay-weak-criterion']],
  // Who logs in counts as local.
  [['listen on 192.0.2.1', 'accept for any relay'], []],
  [['listen on 192.0.2.1', 'accept from any for domain "example.org" relay', 'accept for any relay'], []],
  [['listen on lo', 'accept from any for any relay'], []],
  // In a file of both grammars they are one list of rules.
  [
    ['listen on 192.0.2.1', 'action "r" relay', 'reject from any for any', 'match from any for any action "r"'],
    ['4 rule-after-catchall-reject'],
  ],
  [
    ['listen on lo', 'accept for domain "a.example" relay', 'accept for domain "a.example" deliver to mbox'],
    ['3 rule-shadowed'],
  ],
  [['listen on lo', 'accept for local deliver to mbox', 'accept for local deliver to mbox'], ['3 rule-duplicate']],
  // A rule that takes half of what it says is no shadowed one.
  [['listen on lo', 'accept for domain "a.example" relay', 'accept from any for domain "a.example" relay'], []],
  [['listen on lo', 'table d { "a.example" }', 'accept from any for domain <d> relay', 'accept for any relay'], []],
  [
    [
      'pki a.example key "/etc/ssl/private/mx.key"',
      'pki a.example certificate "/etc/ssl/mx.crt"',
      'listen on lo tls hostname a.example',
      'accept for any relay',
    ],
    ['3 tls-without-pki'],
  ],
];

function check(lines: readonly string[], findings: readonly string[]): void {
  const found = lintExample(conf(...lines), { version: '7.8.0' });
  const told = found.filter(({ rule }) => rule !== 'legacy-grammar' && rule !== 'no-local-outbound');
  expect(told.map(({ rule, span }) => `${span.source.text.slice(0, span.start).split('\n').length} ${rule}`)).toEqual(
    findings,
  );
}

test('what to do about an open relay is said in the words of its grammar', () => {
  const found = lintExample(conf('listen on 192.0.2.1', 'accept from any for any relay'), { version: '6.0.3' });
  expect(found.map(({ rule, message }) => [rule, message.includes('Leave out from any')])).toEqual([
    ['open-relay-any', true],
  ]);
});

describe('rules of the grammar before 6.4', () => {
  test.each(CASES)('%j', check);
});
