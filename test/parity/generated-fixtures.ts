import type { Fixture } from './fixtures.js';

const RULE = 'match reject\n';
const word = (length: number): string => 'w'.repeat(length);

/**
 * Lists that the parser's stack (10,000 symbols, what stands before the list among them) cannot hold for ever; `most`
 * is what 6.8.0 takes.
 */
const DEPTHS = [
  { name: 'inline-list', before: 'table t { ', element: 'a, ', after: '}', most: 4997 },
  { name: 'inline-list-without-commas', before: 'table t { ', element: 'a ', after: '}', most: 4997 },
  { name: 'inline-list-over-lines', before: 'table t { ', element: 'a\n', after: '}', most: 4997 },
  { name: 'inline-mapping', before: 'table t { ', element: 'a = b, ', after: '}', most: 4996 },
  { name: 'list-in-match', before: 'match from src { ', element: 'a, ', after: '} reject', most: 4995 },
  { name: 'mapping-in-match', before: 'match auth { ', element: 'a = b, ', after: '} reject', most: 4995 },
  {
    name: 'list-in-negated-for',
    before: 'match tls ! for domain regex { ',
    element: 'a, ',
    after: '} reject',
    most: 4994,
  },
  {
    name: 'list-in-fifth-criterion',
    before: 'match tls auth helo x tag y ! from src { ',
    element: 'a, ',
    after: '} reject',
    most: 4993,
  },
  { name: 'list-in-relay', before: 'action a relay tls helo x host { ', element: 'a, ', after: '}', most: 4994 },
  { name: 'mapping-in-alias', before: 'action a mbox alias { ', element: 'a = b, ', after: '}', most: 4994 },
  { name: 'list-in-listen', before: 'listen on lo tag x auth { ', element: 'a, ', after: '}', most: 4995 },
  { name: 'mapping-in-hostnames', before: 'listen on lo hostnames { ', element: 'a = b, ', after: '}', most: 4994 },
  {
    name: 'list-in-filter',
    before: 'filter f phase connect match ! src { ',
    element: 'a, ',
    after: '} junk',
    most: 4993,
  },
  { name: 'blank-lines-in-list', before: 'table t { a', element: '\n', after: 'b }', most: 9990 },
  {
    name: 'pki-parameters',
    before: 'pki a cert "@FILES@/good.crt" key "@FILES@/good.key" ',
    element: 'dhe auto ',
    after: '',
    most: 9991,
  },
  { name: 'mta-limits', before: 'mta limit ', element: 'inet4 ', after: '', most: 9993 },
  { name: 'mta-limits-with-numbers', before: 'mta limit ', element: 'task-hiwat 1 ', after: '', most: 9993 },
  { name: 'mta-limits-for-domain', before: 'mta limit for domain x ', element: 'inet4 ', after: '', most: 9990 },
  { name: 'smtp-limits', before: 'smtp limit ', element: 'max-rcpt 1 ', after: '', most: 9994 },
  { name: 'local-options', before: 'mda wrapper w x\naction a mbox ', element: 'wrapper w ', after: '', most: 9991 },
];

/** Fixtures around limits of thousands of bytes or entries, which are clearer as a formula than as a file. */
export const GENERATED: readonly Fixture[] = [
  ...[8093, 8094, 8095, 8096, 8097].flatMap((length) => [
    { name: `generated-word-of-${length}-bytes`, text: `action ${word(length)} mbox\n${RULE}match nonsense\n` },
    {
      name: `generated-quoted-string-of-${length}-bytes`,
      text: `action "${word(length)}" mbox\n${RULE}match nonsense\n`,
    },
    { name: `generated-macro-name-of-${length}-bytes`, text: `${RULE}match $${word(length)} reject\nmatch nonsense\n` },
    { name: `generated-number-of-${length}-bytes`, text: `mta max-deferred ${'1'.repeat(length)}\n${RULE}` },
  ]),
  {
    name: 'generated-quoted-string-too-long-over-lines',
    text: `action "${`${word(99)}\n`.repeat(100)}" mbox\n${RULE}match nonsense\n`,
  },
  {
    name: 'generated-word-too-long-out-of-a-macro',
    text: `m = "${word(5000)}"\naction $m${word(4000)} mbox\n${RULE}match nonsense\n`,
  },
  {
    name: 'generated-key-too-long-in-an-open-list',
    text: `match auth {${word(2000)}\n${RULE}match for domain {${word(2000)} = x} reject\n${RULE}`,
  },
  { name: 'generated-digits-then-letters-too-long', text: `action ${'1'.repeat(8090)}${word(10)} mbox\n${RULE}` },
  ...DEPTHS.flatMap(({ name, before, element, after, most }) =>
    [most - 1, most, most + 1, most + 200].map((count) => ({
      name: `generated-${name}-${count}`,
      text: `${before}${element.repeat(count - 1)}${element.replace(/[, \n]+$/, ' ')}${after}\n${RULE}match nonsense\n`,
    })),
  ),
  ...[3000, 5000, 9000].map((count) => ({
    name: `generated-filter-chain-of-${count}`,
    text: `filter f phase connect match rdns junk\nfilter c chain { ${'f '.repeat(count)}}\n${RULE}`,
  })),
  ...[4995, 9990, 12000].map((count) => ({
    name: `generated-match-with-${count}-criteria`,
    text: `match ${'from any '.repeat(count)}reject\n${RULE}`,
  })),
  { name: 'generated-bounce-delays-6000', text: `bounce warn-interval ${Array(6000).fill('1h').join(', ')}\n${RULE}` },
  { name: 'generated-pki-with-6000-parameters', text: `pki a ${'dhe auto '.repeat(6000)}\n${RULE}` },
  { name: 'generated-blank-lines-6000', text: `${'\n'.repeat(6000)}${RULE}match nonsense\n` },
  { name: 'generated-continuations-6000', text: `match ${'\\\n'.repeat(6000)}reject\nmatch nonsense\n` },
  { name: 'generated-bad-lines-600', text: `${'foo bar\n\n'.repeat(300)}${'match nonsense\n'.repeat(300)}${RULE}` },
];
