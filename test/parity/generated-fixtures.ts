import type { Fixture } from './fixtures.js';

const RULE = 'match reject\n';
const word = (length: number): string => 'w'.repeat(length);
const list = (entries: number, separator: string): string => Array.from({ length: entries }, (_, at) => `e${at}`).join(separator);
const pairs = (entries: number): string => Array.from({ length: entries }, (_, at) => `k${at} = v`).join(', ');

/** Fixtures around limits of thousands of bytes or entries, which are clearer as a formula than as a file. */
export const GENERATED: readonly Fixture[] = [
  ...[8093, 8094, 8095, 8096, 8097].flatMap((length) => [
    { name: `generated-word-of-${length}-bytes`, text: `action ${word(length)} mbox\n${RULE}match nonsense\n` },
    { name: `generated-quoted-string-of-${length}-bytes`, text: `action "${word(length)}" mbox\n${RULE}match nonsense\n` },
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
  { name: 'generated-digits-then-letters-too-long', text: `action ${'1'.repeat(8090)}${word(10)} mbox\n${RULE}` },
  ...[4996, 4997, 4998, 5100].flatMap((entries) => [
    { name: `generated-inline-list-of-${entries}`, text: `table t { ${list(entries, ', ')} }\n${RULE}` },
    { name: `generated-inline-list-of-${entries}-without-commas`, text: `table t { ${list(entries, ' ')} }\n${RULE}` },
    { name: `generated-inline-mapping-of-${entries}`, text: `table t { ${pairs(entries)} }\n${RULE}` },
    { name: `generated-list-in-a-rule-of-${entries}`, text: `match from src { ${list(entries, ', ')} } reject\nmatch nonsense\n` },
  ]),
  ...[3000, 5000, 9000].map((count) => ({
    name: `generated-filter-chain-of-${count}`,
    text: `filter f phase connect match rdns junk\nfilter c chain { ${'f '.repeat(count)}}\n${RULE}`,
  })),
  ...[4985, 4995, 5000, 5010].flatMap((count) => [
    { name: `generated-match-with-${count}-criteria`, text: `match ${'from any '.repeat(count)}reject\n${RULE}` },
    { name: `generated-mta-limits-${count}`, text: `mta limit ${'inet4 '.repeat(count)}\n${RULE}` },
    { name: `generated-blank-lines-in-braces-${count}`, text: `table t { a\n${'\n'.repeat(count)}b }\n${RULE}` },
  ]),
  { name: 'generated-bounce-delays-6000', text: `bounce warn-interval ${Array(6000).fill('1h').join(', ')}\n${RULE}` },
  { name: 'generated-pki-with-6000-parameters', text: `pki a ${'dhe auto '.repeat(6000)}\n${RULE}` },
  { name: 'generated-blank-lines-6000', text: `${'\n'.repeat(6000)}${RULE}match nonsense\n` },
  { name: 'generated-continuations-6000', text: `match ${'\\\n'.repeat(6000)}reject\nmatch nonsense\n` },
  { name: 'generated-bad-lines-600', text: `${'foo bar\n\n'.repeat(300)}${'match nonsense\n'.repeat(300)}${RULE}` },
];
