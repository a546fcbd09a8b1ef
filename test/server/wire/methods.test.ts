import { describe, expect, test } from 'vitest';
import { FOLDER } from '../memory-host.js';
import { advertised } from './advertised.js';
import { EXERCISES, FILES, HEARD, LIFE, type Situation } from './exercises.js';
import { WireClient } from './wire-client.js';

/** A client that takes all that the server has to give. */
const ABLE = {
  textDocument: { diagnostic: {} },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
  },
  window: { workDoneProgress: true },
};

describe('every method', { shuffle: false }, () => {
  test('gives what it has to, one after the other', async () => {
    const client = await WireClient.start({ ...FILES }, ABLE, { initializationOptions: { commands: true } });
    const answers = new Map<string, unknown>();
    const situation: Situation = {
      uri: `file://${FOLDER}/smtpd.conf`,
      answer: (method) => answers.get(method),
      files: client.files,
      set: (settings) => {
        client.settings = () => settings;
      },
    };
    for (const exercise of EXERCISES) {
      const { method, after } = exercise;
      const params = exercise.params(situation);
      if (after === undefined) {
        const answer = await client.request(method, params);
        answers.set(method, answer);
        expect(answer, `${method}: ${JSON.stringify(answer)?.slice(0, 300)}`).toMatchObject(exercise.answer as object);
        continue;
      }
      client.notify(method, params);
      // What a notification does may first take a question of the server's to the client.
      const holds = async (): Promise<boolean> =>
        matches(await client.request(after.method, after.params(situation)), after);
      await expect.poll(holds, { message: method, timeout: 20_000 }).toBe(true);
    }
    const offered = advertised(client.capabilities, client.registered);
    expect(EXERCISES.map(({ method }) => method).toSorted()).toEqual([...offered]);
    for (const method of offered) expect([...client.sent]).toContain(method);
    await client.stop();
  }, 120_000);

  test('what the server says of its own accord is all known', async () => {
    const able = await WireClient.start({ ...FILES }, ABLE);
    await able.request('workspace/diagnostic', { previousResultIds: [], workDoneToken: 1 });
    able.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: able.uri('aliases'), type: 2 }] });
    const plain = await WireClient.start({ '/etc/mail/.smtpd-lint.json': '[]' });
    const uri = plain.open('smtpd.conf', 'match', 2);
    plain.change(uri, 1, [{ text: '' }]);
    await plain.diagnostics(uri, 2);
    const heard = (): readonly string[] => [...new Set([...able.received, ...plain.received])].toSorted();
    await expect.poll(heard, { timeout: 20_000 }).toEqual(HEARD.map(({ method }) => method).toSorted());
    await able.stop();
    await plain.stop();
  });

  test('no method is described twice', () => {
    const all = [...EXERCISES, ...HEARD, ...LIFE].map(({ method }) => method);
    expect(all.filter((method, index) => all.indexOf(method) !== index)).toEqual([]);
  });
});

function matches(answer: unknown, { answer: expected }: { readonly answer: unknown }): boolean {
  if (expected === null) return answer === null;
  try {
    expect(answer).toMatchObject(expected as object);
    return true;
  } catch {
    return false;
  }
}

/** Whatever encodings a client knows, the server counts in UTF-16, which every client must know. */
test.each([[undefined], [['utf-8']], [['utf-32', 'utf-8']], [['utf-16']]])(
  'with position encodings %j',
  async (known) => {
    const general = known === undefined ? {} : { positionEncodings: known };
    const client = await WireClient.start({}, { general });
    expect(client.capabilities.positionEncoding).toBe('utf-16');
    const uri = client.open('smtpd.conf', 'action "é😀" mbox\n');
    const hover = await client.request<{ range: object }>('textDocument/hover', client.at(uri, 0, 13));
    expect(hover.range).toEqual({ start: { line: 0, character: 13 }, end: { line: 0, character: 17 } });
    await client.stop();
  },
);
