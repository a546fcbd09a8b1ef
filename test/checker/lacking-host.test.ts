import { describe, expect, test } from 'vitest';
import { conf } from '../../checker/src/rule.js';
import { lintExample } from './examples.js';

const OPEN = ['action "r" relay', 'match from any for any action "r"'];

/** What the host lacks, or the daemon wants besides, and rules about all of the file: both are told. */
const TOLD: readonly (readonly [lines: readonly string[], findings: readonly string[]])[] = [
  [
    ['table a file:/none', 'listen on 192.0.2.1', 'action "l" mbox alias <a>', 'match for local action "l"', ...OPEN],
    ['table-file', 'open-relay-any'],
  ],
  [
    ['pki p cert "/none"', 'pki p key "/none"', 'listen on 192.0.2.1 tls pki p', ...OPEN],
    ['pki-file', 'pki-file', 'open-relay-any'],
  ],
  [
    ['listen on vio0', ...OPEN],
    ['interface-unknown', 'open-relay-any'],
  ],
  [
    ['listen on mx.elsewhere.example', ...OPEN],
    ['interface-unknown', 'open-relay-any'],
  ],
  [
    ['listen on 192.0.2.1 tls', ...OPEN],
    ['tls-without-pki', 'open-relay-any'],
  ],
  [
    ['listen on 192.0.2.1 tls pki p', ...OPEN],
    ['undefined-pki', 'open-relay-any'],
  ],
  [
    ['listen on vio0 auth', ...OPEN.map((line) => line.replace('from any', 'auth from any'))],
    ['auth-without-tls', 'mx-port-auth-required'],
  ],
  [
    ['listen on vio0', 'action "r" relay', 'match tag X from any for any action "r"'],
    ['interface-unknown', 'no-local-outbound', 'tag-undefined'],
  ],
  // What is wrong in a statement that has no part in it.
  [
    ['smtp max-message-size', 'listen on 192.0.2.1', ...OPEN],
    ['syntax-error', 'open-relay-any'],
  ],
  [
    ['queue ttl 4 d', 'listen on 192.0.2.1', ...OPEN],
    ['syntax-error', 'open-relay-any'],
  ],
  [
    ['mta max-deferred x', 'listen on 192.0.2.1', ...OPEN],
    ['syntax-error', 'open-relay-any'],
  ],
  [
    ['pki p cert', 'listen on 192.0.2.1', ...OPEN],
    ['syntax-error', 'open-relay-any'],
  ],
];

/** What rules could say if they took what is not known for nothing. */
const QUIET: readonly (readonly [lines: readonly string[], findings: readonly string[]])[] = [
  // The interface of another host's loopback.
  [['listen on lo0', ...OPEN], ['interface-unknown']],
  [
    [
      'listen on vio0 tag X',
      'action "r" relay',
      'match tag X from any for domain "x.example" action "r"',
      'match for any action "r"',
    ],
    ['interface-unknown'],
  ],
  // Whom the tables name is not known.
  [
    ['table d file:/none', 'listen on 192.0.2.1', 'action "r" relay', 'match from any for domain <d> action "r"'],
    ['table-file'],
  ],
  [['table s file:/none', 'listen on 192.0.2.1', 'match !from src <s> for any reject', ...OPEN], ['table-file']],
  [
    ['table a file:/none', 'listen on lo', 'action "l" maildir alias <a>', 'match for local action "l"'],
    ['table-file'],
  ],
  [
    ['table v file:/none', 'listen on lo', 'action "l" maildir virtual <v>', 'match for domain x.example action "l"'],
    ['table-file'],
  ],
  // It is not known what these would have been.
  [
    ['smtp max-message-size "3', 'listen on 192.0.2.1', 'match from any for any reject"', ...OPEN],
    ['invalid-size', 'quote-spans-lines'],
  ],
  [
    ['mda wrapper "w"', 'listen on 192.0.2.1', 'action "l" mbox wrapper "w"', 'match for local action "l"', ...OPEN],
    ['syntax-error'],
  ],
  [['foo bar', 'listen on 192.0.2.1', ...OPEN], ['syntax-error']],
  [['match for any action "none"', 'listen on 192.0.2.1', ...OPEN], ['undefined-action']],
];

/** Of severity error and warning. */
function check(lines: readonly string[], findings: readonly string[]): void {
  const found = lintExample(conf(...lines)).filter(({ severity }) => severity !== 'info');
  expect(found.map(({ rule }) => rule).toSorted()).toEqual([...findings].toSorted());
}

describe('a host that lacks what the file names', () => {
  test.each(TOLD)('hides no finding about the rules: %j', check);
  test.each(QUIET)('brings none of its own: %j', check);
});
