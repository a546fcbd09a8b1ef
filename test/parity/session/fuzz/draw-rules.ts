import type { Draw } from '../../fuzz/draw.js';
import { drawList, drawNot } from './draw-text.js';
import { DOMAINS, SENDERS } from './pools.js';

/** A rule with criteria of every form, drawn independently. */
export function drawRule(draw: Draw, actions: number): string {
  const not = () => drawNot(draw);
  const from = draw.pick([
    'from any',
    'from any',
    'from any',
    'from local',
    '',
    `${not()}from src ${drawList(draw, ['192.0.2.0/28', '127.0.0.1', '198.51.100.0/24', '::1', '2001:db8::/32', '192.0.2.11'])}`,
    `${not()}from src <nets>`,
    `${not()}from rdns`,
    `${not()}from rdns { "mail.example.com", "web.example.com" }`,
    `${not()}from rdns regex { "^m.*com$", "[[:digit:]]" }`,
    `${not()}from src regex "^192"`,
    `${not()}from socket`,
    `${not()}from auth`,
    `${not()}from mail-from <people>`,
  ]);
  const destination = draw.pick([
    'for any',
    'for local',
    '',
    `${not()}for domain ${drawList(draw, [...DOMAINS, '*.test', '*.a.test', '*b.test', '*'])}`,
    `${not()}for domain ${drawList(draw, DOMAINS)}`,
    `${not()}for domain <doms>`,
    `${not()}for domain regex { "^a", "b\\.test$" }`,
    `${not()}for domain regex "^(a|sub)(\\.[a-z]+)*$"`,
    `${not()}for rcpt-to ${drawList(draw, ['alice@a.test', '@b.test', 'bob', 'carol+tag'])}`,
    `${not()}for rcpt-to regex { "^c", "\\+" }`,
  ]);
  const taken = `${from} ${destination}`;
  const more = [
    ...(draw.chance(15) ? [`${not()}tag ${draw.pick(['IN', '"OUT"', 'regex "^o"', '{ "in", "S" }'])}`] : []),
    ...(draw.chance(15) ? [`${not()}helo ${draw.pick(['"client.test"', 'regex "^c"', '"*.example"'])}`] : []),
    ...(draw.chance(20) && !taken.includes('mail-from') ? [`${not()}mail-from ${drawSenders(draw)}`] : []),
    ...(draw.chance(10) && !taken.includes('rcpt-to')
      ? [`${not()}rcpt-to ${draw.pick([drawList(draw, ['alice', '@a.test', 'bob@b.test']), '<people>', 'regex "o"'])}`]
      : []),
    ...(draw.chance(7) && !taken.includes('from auth')
      ? [`${not()}auth ${draw.pick(['', '', '{ "alice" }', '{ "@b.test" }', 'regex "^b"'])}`.trimEnd()]
      : []),
    ...(draw.chance(3) ? [`${not()}tls`] : []),
  ];
  const outcome = draw.chance(12) ? 'reject' : `action "a${draw.below(actions)}"`;
  return ['match', from, destination, ...more, outcome].filter((part) => part !== '').join(' ');
}

function drawSenders(draw: Draw): string {
  return draw.pick([drawList(draw, [...SENDERS, '@a.test', 'b', '@']), '<people>', 'regex { "@b", "^$" }']);
}
