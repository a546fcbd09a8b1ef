import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FilterHooks } from '../../../engine/src/filter/filter-chains.js';
import { compileText, play, type Setting } from './play.js';

const TEXT = `
pki "mx" cert "/crt"
pki "mx" key "/key"
table users { "bob" = "secret" }
table allowed { "bob" = "bob@example.org" }
filter "prog" proc-exec "/bin/filter"
filter "junk" phase mail-from match mail-from { "@junk.test" } junk
filter "far" phase rcpt-to match rcpt-to regex { "far" } rewrite "<near@example.org>"
filter "all" chain { "prog", "junk", "far" }
listen on lo tls pki "mx" auth-optional <users> senders <allowed> masquerade filter "all"
listen on lo port 587 tls pki "mx" auth-optional <users>
action "in" mbox
match from any for any action "in"
`;
const NEW = compileText(TEXT);
const OLD = compileText(TEXT, '6.8.0');
const HOOKS: FilterHooks = new Map([['prog', ['data-line', 'mail-from', 'commit']]]);

/** What clients say, good and bad, so that sessions get somewhere. */
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('EHLO a.test', 'HELO b', 'MAIL FROM:<a@b.test>', 'RCPT TO:<bob>', 'DATA', '.'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('MAIL FROM:<x@junk.test> SIZE=1 RET=FULL', 'RCPT TO:<far@x.test> NOTIFY=NEVER'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('STARTTLS', 'AUTH PLAIN AGJvYgBzZWNyZXQ=', 'AUTH LOGIN', 'Ym9i', 'c2VjcmV0'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('Subject: s', 'To: a, "b, c" <d>', ' folded', 'From: me', 'Received: x', '', '..'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('RSET', 'NOOP', 'HELP', 'QUIT', 'VRFY', 'nosuch', 'RCPT TO:<nobody>', 'MAIL FROM:<'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map(bytes) },
);

function bytes(text: string): string {
  return Array.from(text, (character) => String.fromCharCode((character.codePointAt(0) ?? 0) & 0xff)).join('');
}

const setting = fc.record({
  listener: fc.constantFrom<NonNullable<Setting['listener']>>(0, 1, 'socket'),
  hooks: fc.constant(HOOKS),
});

describe('a session', () => {
  test('ends for any lines and any bytes, and promises nothing that it did not write', () => {
    const chunk = fc.oneof(
      { weight: 8, arbitrary: line.map((text) => `${text}\r\n`) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }).map(bytes) },
      { weight: 1, arbitrary: fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n')) },
    );
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 40 }), setting, fc.boolean(), (chunks, how, old) => {
        const { replies, messages } = play(old ? OLD : NEW, chunks, how);
        const promised = replies.filter((reply) => reply.endsWith('Message accepted for delivery'));
        expect(promised).toHaveLength(messages.filter(({ fate }) => fate === 'committed').length);
        expect(messages.filter(({ fate }) => fate === 'open')).toEqual([]);
        for (const reply of replies) expect(reply).toMatch(/^(?:[2-5]\d\d[ -]|\(TLS\)$)/);
      }),
      { numRuns: 300 },
    );
  });

  test('fed byte by byte says what it says when it is fed line by line', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), setting, (lines, how) => {
        const whole = lines.map((text) => `${text.replaceAll('\n', '')}\r\n`);
        const split = whole.flatMap((text) => [...text]);
        const { replies, messages, end } = play(NEW, whole, how);
        expect(play(NEW, split, how)).toMatchObject({ replies, messages, end });
      }),
      { numRuns: 200 },
    );
  });

  test('takes a message in one chunk as it takes it line by line', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), setting, (lines, how) => {
        const body = [...lines.filter((text) => !/[\n\0]/.test(text) && text !== '.'), '.'].map(
          (text) => `${text}\r\n`,
        );
        const start = ['EHLO a\r\n', 'MAIL FROM:<a@b>\r\n', 'RCPT TO:<bob>\r\n', 'DATA\r\n'];
        const { replies, messages } = play(NEW, [...start, ...body], how);
        expect(play(NEW, [...start, body.join('')], how)).toMatchObject({ replies, messages });
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a session holds back', () => {
  const KILOBYTE = 'x'.repeat(1022);
  const START = ['EHLO a\r\n', 'MAIL FROM:<a@b>\r\n', 'RCPT TO:<bob>\r\n', 'DATA\r\n'];
  /** Two megabytes, a kilobyte at a time. */
  const flood = (first: string, again: string) => [...START, first, ...Array.from({ length: 2048 }, () => again)];

  test.each([
    ['a body', '\r\n', `${KILOBYTE}\r\n`],
    ['headers', '', `X: ${KILOBYTE}\r\n`],
    ['one header', 'X: y\r\n', ` ${KILOBYTE}\r\n`],
  ])('of %s without end is less than 128 KiB at any time', (_, first, again) => {
    const chunks = flood(first, again);
    let received = 0;
    let reads = 0;
    let most = 0;
    play(NEW, chunks, {
      listener: 1,
      atRead(written) {
        most = Math.max(most, received - written);
        received += chunks[reads]?.length ?? 0;
        reads += 1;
      },
    });
    expect(reads).toBe(chunks.length + 1);
    expect(most).toBeLessThan(2 * 65536);
  });

  test('of a line without end makes it hang up after 64 KiB', () => {
    const { replies, asked, end } = play(NEW, flood('\r\n', 'x'.repeat(1024)), { listener: 1 });
    expect(replies.at(-1)).toBe('500 5.0.0 Line too long');
    expect(end).toEqual({ type: 'quit' });
    expect(asked.get('session:read')).toBe(START.length + 1 + 64);
  });

  test('of a header with addresses is 64 KiB; a longer one makes the message malformed', () => {
    let longest = 0;
    const chunks = [...flood('To: a\r\n', ` ${'a,'.repeat(511)}\r\n`), '.\r\n'];
    const { replies } = play(NEW, chunks, { listener: 1, atRead: (_, piece) => (longest = piece) });
    expect(replies.at(-1)).toContain('Message is not RFC 2822 compliant');
    expect(longest).toBeLessThan(65536);
  });
});
