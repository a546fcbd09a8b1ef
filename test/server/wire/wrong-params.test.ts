import { describe, expect, test } from 'vitest';
import { ErrorCodes } from 'vscode-languageserver-protocol';
import { CONFIG, EXERCISES, FILES } from './exercises.js';
import { WireClient } from './wire-client.js';

/** What no sentence of ours says: words of JavaScript and its library about their own code. */
const JAVASCRIPT =
  /cannot (?:read|destructure|set|convert)|undefined|not a function|not iterable|TypeError|failed with/i;

const WRONG: readonly unknown[] = [null, 7, -1, 0.5, 'x', true, [], [null], {}];

/** The value with each part of it, one at a time, replaced or left out. */
function* variants(value: unknown): Generator<unknown> {
  yield* WRONG;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const others = Object.entries(value).filter(([name]) => name !== key);
    if (!Array.isArray(value)) yield Object.fromEntries(others);
    for (const other of variants(part)) {
      yield Array.isArray(value)
        ? value.map((one, index) => (String(index) === key ? other : one))
        : { ...value, [key]: other };
    }
  }
}

/** What a request gives, as a code and a sentence; or undefined where it is answered. */
async function refusal(client: WireClient, method: string, params: unknown) {
  return client.request(method, params).then(
    () => undefined,
    ({ code, message }: { code: number; message: string }) => ({ code, message }),
  );
}

test('every part of the params of every method, replaced by what it is not', { timeout: 120_000 }, async () => {
  const client = await WireClient.start({ ...FILES }, { workspace: { workspaceFolders: true } });
  const uri = client.open('smtpd.conf', CONFIG);
  const answers = new Map<string, unknown>();
  const situation = { uri, answer: (method: string) => answers.get(method), files: client.files, set: () => undefined };
  for (const { method, params, after } of EXERCISES) {
    if (after !== undefined) continue;
    const good = params(situation);
    for (const wrong of variants(good)) {
      const found = await refusal(client, method, wrong);
      if (found === undefined) continue;
      const what = `${method} ${JSON.stringify(wrong)}: ${found.message}`;
      // A name that cannot be, or another document than the one it was a moment before.
      expect([ErrorCodes.InvalidParams, ErrorCodes.InvalidRequest], what).toContain(found.code);
      expect(found.message, what).not.toMatch(JAVASCRIPT);
    }
    answers.set(method, await client.request(method, good));
  }
  for (const { method, params, after } of EXERCISES) {
    if (after === undefined || method === 'textDocument/didClose') continue;
    for (const wrong of variants(params(situation))) client.notify(method, wrong);
  }
  for (const wrong of WRONG) {
    client.notify('$/cancelRequest', wrong);
    client.notify('window/workDoneProgress/cancel', wrong);
    client.notify('$/setTrace', wrong);
  }
  const again = client.open('other.smtpd.conf', CONFIG);
  expect(await client.request('textDocument/hover', client.at(again, 5, 2))).not.toBeNull();
  expect(client.logged.length).toBeGreaterThan(20);
  for (const line of client.logged) expect(line).not.toMatch(JAVASCRIPT);
  await client.stop();
});

interface Case {
  readonly method: string;
  readonly params: unknown;
  readonly message: string;
}

const place = { textDocument: { uri: 'file:///etc/mail/smtpd.conf' }, position: { line: 0, character: 0 } };
const CASES: readonly Case[] = [
  { method: 'textDocument/hover', params: null, message: 'textDocument/hover: "params" must be an object.' },
  { method: 'textDocument/hover', params: [1], message: 'textDocument/hover: "params" must be an object.' },
  {
    method: 'textDocument/hover',
    params: {},
    message: 'textDocument/hover: "textDocument" is missing; it is an object.',
  },
  {
    method: 'textDocument/hover',
    params: { ...place, position: { line: 0, character: -1 } },
    message: 'textDocument/hover: "position.character" must be a whole number from 0.',
  },
  {
    method: 'textDocument/selectionRange',
    params: { ...place, positions: [place.position, {}] },
    message: 'textDocument/selectionRange: "positions[1].line" is missing; it is a whole number from 0.',
  },
  {
    method: 'workspace/diagnostic',
    params: { previousResultIds: 7 },
    message: 'workspace/diagnostic: "previousResultIds" must be a list.',
  },
  {
    method: 'initialize',
    params: null,
    message: 'initialize: "params" must be an object.',
  },
];

describe('what was expected, in a sentence', () => {
  test.each(CASES)('$method $params', async ({ method, params, message }) => {
    const client = await WireClient.start();
    expect(await refusal(client, method, params)).toEqual({ code: ErrorCodes.InvalidParams, message });
    await client.stop();
  });

  test('of a notification, in the log', async () => {
    const client = await WireClient.start();
    client.notify('textDocument/didOpen', { textDocument: { uri: 'file:///a', languageId: 'smtpd-conf', version: 1 } });
    client.notify('textDocument/didClose', null);
    await client.request('workspace/symbol', { query: '' });
    expect(client.logged).toEqual([
      'textDocument/didOpen is left out: "textDocument.text" is missing; it is a string.',
      'textDocument/didClose is left out: "params" must be an object.',
    ]);
    await client.stop();
  });

  test('a range whose end stands before its start is the one between them', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', 'action "a" mbox\nmatch for local action "a"\n');
    const [early, late] = [
      { line: 0, character: 0 },
      { line: 1, character: 9 },
    ];
    for (const method of ['textDocument/semanticTokens/range', 'textDocument/inlayHint', 'textDocument/codeAction']) {
      const ask = (start: object, end: object): Promise<unknown> =>
        client.request(method, { textDocument: { uri }, range: { start, end }, context: { diagnostics: [] } });
      expect(await ask(late, early), method).toEqual(await ask(early, late));
    }
    client.change(uri, 2, [{ range: { start: { line: 0, character: 9 }, end: { line: 0, character: 8 } }, text: 'b' }]);
    const symbols = await client.request<{ name: string }[]>('textDocument/documentSymbol', { textDocument: { uri } });
    expect(symbols[0]?.name).toBe('b');
    await client.stop();
  });
});
