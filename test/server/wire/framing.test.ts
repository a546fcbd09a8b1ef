import { describe, expect, test } from 'vitest';
import { ErrorCodes } from 'vscode-languageserver-protocol';
import { WireClient } from './wire-client.js';

const framed = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

async function alive(client: WireClient): Promise<void> {
  const uri = client.open('alive.smtpd.conf', 'action "a" mbox\n');
  expect(await client.request('textDocument/hover', client.at(uri, 0, 2))).toMatchObject({ contents: {} });
}

/** Bytes that the server takes for what they are, and lives on. */
interface Case {
  readonly title: string;
  readonly bytes: string;
  readonly code: number;
  readonly message: RegExp;
}

const { ParseError, InvalidRequest } = ErrorCodes;
const CASES: readonly Case[] = [
  { title: 'no JSON', bytes: framed('nonsense!'), code: ParseError, message: /^A message is no JSON: .*nonsense/ },
  {
    title: 'half of a message',
    bytes: framed('{"jsonrpc":"2.0",'),
    code: ParseError,
    message: /^A message is no JSON/,
  },
  { title: 'nothing', bytes: framed(''), code: ParseError, message: /^A message is no JSON/ },
  { title: 'bytes that are no UTF-8', bytes: framed('\ud800"'), code: ParseError, message: /^A message is no JSON/ },
  { title: 'null', bytes: framed('null'), code: InvalidRequest, message: /"message" must be an object/ },
  { title: 'a batch', bytes: framed('[{},{}]'), code: InvalidRequest, message: /"message" must be an object/ },
  {
    title: 'no method',
    bytes: framed('{"jsonrpc":"2.0"}'),
    code: InvalidRequest,
    message: /"message.method" is missing/,
  },
  {
    title: 'a method that is none',
    bytes: framed('{"id":1,"method":7}'),
    code: InvalidRequest,
    message: /method" must be a string/,
  },
  {
    title: 'an id that is none',
    bytes: framed('{"id":{},"method":"textDocument/hover"}'),
    code: InvalidRequest,
    message: /^textDocument\/hover: "message.id" must be a string or a whole number/,
  },
];

describe('what is no message', () => {
  test.each(CASES)('$title', async ({ bytes, code, message }) => {
    const client = await WireClient.start();
    client.write(bytes);
    await alive(client);
    expect(client.unasked).toEqual([{ code, message: expect.stringMatching(message) }]);
    expect(client.ended).toEqual([]);
    await client.stop();
  });

  test('an answer to what was never asked is passed over', async () => {
    const client = await WireClient.start();
    client.write(framed('{"id":4711,"result":null}') + framed('{"id":"x","error":{"code":1,"message":"no"}}'));
    await alive(client);
    expect(client.unasked).toEqual([]);
    await client.stop();
  });

  test.each(['[PARAMS]', '[PARAMS,null]'])('params in a list: %s', async (list) => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', 'action "a" mbox\n');
    for (const [method, params] of [
      ['smtpd/status', { uri }],
      ['textDocument/hover', client.at(uri, 0, 2)],
      ['textDocument/documentSymbol', { textDocument: { uri } }],
    ] as const) {
      const answer = client.answerTo(7);
      client.write(
        framed(
          `{"jsonrpc":"2.0","id":7,"method":"${method}","params":${list.replace('PARAMS', JSON.stringify(params))}}`,
        ),
      );
      expect(await answer, method).toMatchObject({ result: {} });
    }
    await client.stop();
  });

  test('messages that come byte by byte, and two at once', async () => {
    const client = await WireClient.start();
    const hover = framed(
      '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":' +
        '{"uri":"file:///etc/mail/a","languageId":"smtpd-conf","version":1,"text":"action \\"é😀\\" mbox"}}}',
    );
    for (const byte of Buffer.from(hover)) client.write(Buffer.from([byte]));
    client.write(framed('{"jsonrpc":"2.0","method":"x"}') + framed('{"jsonrpc":"2.0","method":"y"}'));
    const symbols = await client.request('textDocument/documentSymbol', {
      textDocument: { uri: 'file:///etc/mail/a' },
    });
    expect(symbols).toMatchObject([{ name: 'é😀' }]);
    await client.stop();
  });
});

describe('a frame whose end nobody knows: the server says so and ends', () => {
  test.each([
    ['no length', 'Content-Type: x\r\n\r\n{}', /must provide a Content-Length/],
    ['a length that is no number', 'Content-Length: many\r\n\r\n{}', /must be a number. Got many/],
    ['no header', 'GET\r\n\r\n', /must separate key and value/],
    ['a length that is too short', `Content-Length: 5\r\n\r\n{"jsonrpc":"2.0"}${framed('{}')}`, /Content-Length/],
    [
      'a length that is too long',
      `Content-Length: 30\r\n\r\n{"jsonrpc":"2.0"}${framed('{}')}${framed('{}')}`,
      /Content-Length/,
    ],
  ])('%s', async (_, bytes, said) => {
    const client = await WireClient.start();
    client.write(bytes);
    await expect.poll(() => client.ended, { timeout: 20_000 }).toEqual([1]);
    expect(client.logged.at(-1)).toMatch(said);
    expect(client.logged.at(-1)).toMatch(/What follows cannot be read; start the server again\.$/);
    client.connection.dispose();
  });
});
