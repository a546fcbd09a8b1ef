import type { Draw } from '../../fuzz/draw.js';
import type { Step } from '../scenario.js';

/** What a client sends behind DATA, up to the line that ends it. */
export function drawMessage(draw: Draw): Step[] {
  const lines = [...draw.shuffled(drawHeaders(draw)).flatMap((header) => header.split('\n')), '', ...drawBody(draw)];
  // Bytes as they are: line ends of every kind, and pieces that end anywhere.
  if (draw.chance(6)) return [{ raw: `${lines.map((line) => `${line}${drawLineEnd(draw)}`).join('')}\r\n.\r\n` }];
  return [...lines, '.'].map((line) => ({ line }));
}

function drawHeaders(draw: Draw): string[] {
  const addresses = () => draw.pick(ADDRESS_LISTS);
  return [
    ...(draw.chance(70) ? [`Subject: ${draw.pick(['hello', 'two words', '', 'x'.repeat(1000), 'é'])}`] : []),
    ...(draw.chance(45) ? [`${draw.pick(['From', 'from', 'FROM', 'From '])}: ${addresses()}`] : []),
    ...(draw.chance(35) ? [`${draw.pick(['To', 'to', 'Cc', 'Reply-To'])}: ${addresses()}`] : []),
    ...(draw.chance(15) ? [draw.pick(['Bcc: hidden@a.test', 'bcc: a,\n b', 'BCC:'])] : []),
    ...(draw.chance(10) ? [draw.pick(['Message-ID: <own@id>', 'message-id:', 'Message-Id: x'])] : []),
    ...(draw.chance(10) ? [draw.pick(['Date: yesterday', 'DATE: x'])] : []),
    ...(draw.chance(5) ? [draw.pick(['no header at all', ': empty', ' folded', 'a b: c'])] : []),
    ...(draw.chance(5) ? [draw.pick(['Delivered-To: alice@a.test', 'delivered-to: bob@b.test'])] : []),
    ...(draw.chance(2)
      ? [
          Array(draw.pick([98, 99, 100, 101]))
            .fill('Received: x')
            .join('\n'),
        ]
      : []),
  ];
}

const ADDRESS_LISTS = [
  'someone@a.test',
  'bare',
  '"Q, uoted" <x>',
  'A <a@b.test>, b',
  'alice, alice@a.test, bob',
  'group: a, b;',
  'alice,\n bob,\n\tcarol',
  'a (comment, with) b',
  '"open',
  '<>',
  ',',
  'x@',
  '=?utf-8?q?a?= <y>',
  'a\\, b',
  'u'.repeat(300),
  '',
] as const;

function drawBody(draw: Draw): string[] {
  return draw.times(draw.between(0, 4), () =>
    draw.pick([
      'text',
      '..dot',
      'From here',
      '',
      '.. ',
      '. x',
      'x'.repeat(300),
      'y'.repeat(1100),
      'z'.repeat(2100),
      'é\u00ff',
      '\ttab',
    ]),
  );
}

function drawLineEnd(draw: Draw): string {
  return draw.weighted({ '\r\n': 70, '\n': 20, '\r\r\n': 3, '\r': 3, '\u0000\r\n': 4 });
}
