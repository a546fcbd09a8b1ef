/** Between 0 and 1. */
type Random = () => number;

const VERBS = [
  'EHLO',
  'HELO',
  'MAIL FROM:',
  'RCPT TO:',
  'DATA',
  'RSET',
  'NOOP',
  'HELP',
  'QUIT',
  'AUTH',
  'VRFY',
  'EXPN',
  'STARTTLS',
];
const PARTS = [
  'a',
  'nobody',
  'b.example',
  'a.example',
  '@',
  '<',
  '>',
  '"',
  '\\',
  '+',
  '.',
  ':',
  ',',
  ' ',
  '\t',
  '%',
  '|',
  '/',
  '..',
  '\x00',
  '\r',
  '\xff',
  '[127.0.0.1]',
  'SIZE=',
  '=',
  'NOTIFY=',
  'ORCPT=rfc822;',
  'BODY=8BITMIME',
  'AUTH=<>',
  'PLAIN',
  'LOGIN',
  'AGEAYg==',
  '*',
  '==',
];
const HEADERS = [
  'From: a@b.example',
  'To: nobody, "x" <y@z>',
  'Subject: =?utf-8?q?x?=',
  '\tfolded',
  'Received: by x',
  'Date: never',
  ':',
  'X',
  '',
  '.',
  '..',
  'Bcc: c',
  'Message-Id: <1@x>',
  'Delivered-To: nobody@a.example',
];
const ENDS = ['\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r', '\r\r\n', ''];

/**
 * What one client sends, a packet each: sessions as they should be with something wrong here and there, or bytes of any kind.
 */
export function drawSession(random: Random): readonly Buffer[] {
  const packets = random() < 0.15 ? drawBytes(random) : drawCommands(random);
  return packets.map((packet) => Buffer.from(mutated(packet, random), 'latin1'));
}

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T;

const many = <T>(most: number, random: Random, draw: () => T): T[] =>
  Array.from({ length: Math.floor(random() * most) }, draw);

function drawBytes(random: Random): string[] {
  return many(20, random, () =>
    many(random() < 0.1 ? 70_000 : 300, random, () => String.fromCharCode(Math.floor(random() * 256))).join(''),
  );
}

function drawCommands(random: Random): string[] {
  const end = (): string => pick(ENDS, random);
  const packets = ['EHLO client.example\r\n'];
  for (let left = random() * 12; left > 0; left -= 1) {
    if (random() < 0.5) {
      const sender = random() < 0.3 ? drawPath(random) : pick(['', 'a@b.example', 'nobody@a.example'], random);
      const recipient = random() < 0.3 ? drawPath(random) : 'nobody@a.example';
      packets.push(
        `MAIL FROM:<${sender}>${drawParameters(random)}${end()}`,
        `RCPT TO:<${recipient}>${drawParameters(random)}${end()}`,
      );
      packets.push(`DATA${end()}`, ...drawMessage(random), `.${end()}`);
    } else packets.push(`${pick(VERBS, random)} ${drawPath(random)}${drawParameters(random)}${end()}`);
  }
  return packets;
}

function drawPath(random: Random): string {
  return many(8, random, () => pick(PARTS, random))
    .join('')
    .repeat(random() < 0.02 ? 400 : 1);
}

function drawParameters(random: Random): string {
  return random() < 0.7 ? '' : many(4, random, () => ` ${drawPath(random)}`).join('');
}

function drawMessage(random: Random): string[] {
  const lines = many(
    20,
    random,
    () => `${random() < 0.6 ? pick(HEADERS, random) : drawPath(random)}${pick(ENDS, random)}`,
  );
  // All at once, or in packets that cut lines.
  return random() < 0.7 ? [lines.join('')] : (lines.join('').match(/[\s\S]{1,13}/g) ?? []);
}

/** Now and then a byte is changed, lost or doubled. */
function mutated(text: string, random: Random): string {
  if (random() < 0.85 || text === '') return text;
  const at = Math.floor(random() * text.length);
  const byte = String.fromCharCode(Math.floor(random() * 256));
  const [before, after] = [text.slice(0, at), text.slice(at + 1)];
  return pick([before + after, before + byte + after, before + byte + byte + text.slice(at), before], random);
}
