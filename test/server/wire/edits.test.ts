import { expect, test } from 'vitest';
import { WireClient } from './wire-client.js';

const EDITS = 1000;
const TEXT = 'listen on lo0\r\ntable t { a = b }\naction "😀" mbox alias <t>\nmatch for local action "😀"\n';
const PIECES = [
  '\n',
  '\r\n',
  '"',
  '{',
  '}',
  '<t>',
  '$m',
  'match ',
  'action ',
  '😀',
  '#',
  '\\',
  ' ',
  'm = "x"\n',
  '',
  '',
];

/** The same numbers every time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function positionAt(text: string, offset: number) {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

test(`${EDITS} random edits leave what a fresh reading of the text gives`, async () => {
  const [client, fresh] = [await WireClient.start(), await WireClient.start()];
  const pick = random(4);
  let text = TEXT;
  const uri = client.open('smtpd.conf', text);
  for (let version = 2; version < EDITS + 2; version += 1) {
    if (text.length > 400) text = TEXT;
    const points = [pick(text.length + 1), pick(text.length + 1)].toSorted((a, b) => a - b);
    // Between CR and LF there is no position.
    const [start = 0, end = 0] = points.map((at) => (/\r$/.test(text.slice(0, at)) ? at - 1 : at));
    const stop = Math.min(end, start + 8) - (text[Math.min(end, start + 8) - 1] === '\r' ? 1 : 0);
    const piece = PIECES[pick(PIECES.length)] ?? '';
    const whole = version % 97 === 0 || text === TEXT;
    const range = { start: positionAt(text, start), end: positionAt(text, Math.max(start, stop)) };
    const after = text.slice(0, start) + piece + text.slice(Math.max(start, stop));
    client.change(uri, version, [whole ? { text: after } : { range, text: piece }]);
    text = after;
    fresh.open('smtpd.conf', text, version);
    const document = { textDocument: { uri } };
    for (const method of [
      'textDocument/diagnostic',
      'textDocument/semanticTokens/full',
      'textDocument/documentSymbol',
    ]) {
      const [one, other] = await Promise.all([client.request(method, document), fresh.request(method, document)]);
      expect(withoutId(one), `${method} of ${JSON.stringify(text)}`).toEqual(withoutId(other));
    }
    fresh.notify('textDocument/didClose', document);
  }
  await client.stop();
  await fresh.stop();
}, 120_000);

function withoutId(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (key, value) => (key === 'resultId' ? undefined : value));
}
