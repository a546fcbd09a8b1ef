import { describe, expect, test } from 'vitest';
import { ErrorCodes } from 'vscode-languageserver-protocol';
import { CONFIG, EXERCISES, FILES } from './exercises.js';
import { WireClient } from './wire-client.js';

const REQUESTS = EXERCISES.filter(({ after }) => after === undefined).map(({ method }) => method);

/** What comes of a request: "answered", or the code of the error. */
async function outcome(client: WireClient, method: string, params: unknown): Promise<number | 'answered'> {
  return client.request(method, params).then(
    () => 'answered' as const,
    ({ code }: { code: number }) => code,
  );
}

async function alive(client: WireClient): Promise<void> {
  const uri = client.open('alive.smtpd.conf', 'action "a" mbox\n');
  expect(await client.request('textDocument/hover', client.at(uri, 0, 2))).toMatchObject({ contents: {} });
}

describe('what a client should not send', () => {
  test('a method that nobody knows', async () => {
    const client = await WireClient.start();
    expect(await outcome(client, 'textDocument/nonsense', {})).toBe(ErrorCodes.MethodNotFound);
    await alive(client);
    await client.stop();
  });

  test('any request without its params: an error that says so, and the server lives on', async () => {
    const client = await WireClient.start({ ...FILES });
    const uri = client.open('smtpd.conf', CONFIG);
    for (const method of REQUESTS) {
      // A check of all that is there needs to know nothing.
      const expected = method === 'workspace/diagnostic' ? 'answered' : ErrorCodes.InvalidParams;
      expect(await outcome(client, method, {}), method).toBe(expected);
      const half = await outcome(client, method, { uri, textDocument: { uri } });
      expect(['answered', ErrorCodes.InvalidParams], `${method} with a document only`).toContain(half);
      const wrong = { uri, textDocument: { uri }, position: { line: 'x' }, range: 7, item: { uri }, positions: [{}] };
      expect(['answered', ErrorCodes.InvalidParams], `${method} with wrong params`).toContain(
        await outcome(client, method, wrong),
      );
    }
    await alive(client);
    await client.stop();
  });

  test('notifications without their params', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', CONFIG);
    for (const { method, after } of EXERCISES) {
      if (after === undefined) continue;
      client.notify(method, {});
      client.notify(method, { textDocument: { uri: 'file:///nowhere', version: 2 }, contentChanges: [{ range: {} }] });
    }
    client.notify('textDocument/nonsense', {});
    await alive(client);
    expect(await client.request('textDocument/hover', client.at(uri, 5, 2))).not.toBeNull();
    await client.stop();
  });

  test('a position behind the end is the end', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', 'match for any reject');
    expect(await client.request('textDocument/hover', client.at(uri, 99, 99))).toMatchObject({
      range: { end: { line: 0, character: 20 } },
    });
    await client.stop();
  });

  test('a request about what is not open', async () => {
    const client = await WireClient.start();
    for (const method of REQUESTS.filter((one) => one.startsWith('textDocument/'))) {
      const place = client.at('file:///nowhere/smtpd.conf', 0, 0);
      const range = { start: place.position, end: place.position };
      const params = { ...place, range, context: { diagnostics: [] }, positions: [], newName: 'x', ch: '\n' };
      expect(await client.request(method, params), method).toBeNull();
    }
    await client.stop();
  });

  test('requests before initialize and after shutdown', async () => {
    const client = new WireClient();
    const uri = client.uri('smtpd.conf');
    const params = { ...client.at(uri, 0, 0), uri, query: '' };
    for (const method of ['textDocument/hover', 'workspace/symbol', 'workspace/diagnostic', 'smtpd/status']) {
      expect(await outcome(client, method, params), method).toBe(ErrorCodes.ServerNotInitialized);
    }
    await client.request('initialize', { processId: null, rootUri: null, capabilities: {} });
    expect(await outcome(client, 'textDocument/hover', params)).toBe('answered');
    await client.request('shutdown', undefined);
    for (const method of ['textDocument/hover', 'workspace/symbol', 'workspace/diagnostic', 'smtpd/status']) {
      expect(await outcome(client, method, params), method).toBe(ErrorCodes.InvalidRequest);
    }
    client.connection.dispose();
  });
});

describe('much at once', () => {
  const LINES = 5000;

  test(`a document of ${LINES} lines is read, changed in its middle, and read again`, async () => {
    const client = await WireClient.start();
    const rules = Array.from({ length: LINES }, (_, n) => `match from any for domain "d${n}.example" action "a"\n`);
    const uri = client.open('smtpd.conf', `action "a" mbox\n${rules.join('')}`);
    const document = { textDocument: { uri } };
    expect(await client.request<unknown[]>('textDocument/documentSymbol', document)).toHaveLength(LINES + 1);
    const middle = { line: LINES / 2, character: 0 };
    client.change(uri, 2, [{ range: { start: middle, end: middle }, text: 'match tls for any reject\n' }]);
    const symbols = await client.request<{ name: string }[]>('textDocument/documentSymbol', document);
    expect(symbols.at(-1)?.name).toBe(`rule ${LINES + 1}`);
    const last = client.at(uri, LINES + 1, 2);
    expect(await client.request('textDocument/hover', last)).toMatchObject({
      contents: { value: expect.stringContaining(`**Rule ${LINES + 1}.**`) },
    });
    await client.stop();
  }, 120_000);

  test('a hundred requests at once are all answered', async () => {
    const client = await WireClient.start({ ...FILES });
    const uri = client.open('smtpd.conf', CONFIG);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => client.request('textDocument/hover', client.at(uri, n % 7, 2))),
    );
    expect(answers.every((answer) => answer !== null)).toBe(true);
    await client.stop();
  });
});

describe('several folders', () => {
  const folder = (name: string) => ({ uri: `file:///srv/${name}`, name });
  const files = {
    '/srv/a/smtpd.conf': 'table t file:/etc/mail/t\nmatch from any for domain <t> reject\n',
    '/srv/a/root/etc/mail/t': 'a.example\n',
    '/srv/b/smtpd.conf': 'table t file:/etc/mail/t\nmatch from any for domain <t> reject\n',
  };

  test('have settings of their own, and go with them', async () => {
    const client = new WireClient(files);
    client.settings = (scope) => (scope === 'file:///srv/a' ? { root: 'root' } : { targetVersion: '6.8.0' });
    const capabilities = { workspace: { configuration: true, workspaceFolders: true } };
    const workspaceFolders = [folder('a'), folder('b')];
    await client.request('initialize', { processId: null, rootUri: null, workspaceFolders, capabilities });
    client.notify('initialized', {});
    const versions = async (): Promise<unknown> =>
      Promise.all(['a', 'b'].map((name) => client.request('smtpd/status', { uri: `file:///srv/${name}/smtpd.conf` })));
    await expect.poll(versions, { timeout: 20_000 }).toMatchObject([{ version: '7.8.0' }, { version: '6.8.0' }]);
    const { items } = await client.request<{ items: { uri: string; items: { code: string }[] }[] }>(
      'workspace/diagnostic',
      { previousResultIds: [] },
    );
    const unreadable = items.filter((one) => one.items.some(({ code }) => code === 'table-file'));
    expect(unreadable.map(({ uri }) => uri)).toEqual(['file:///srv/b/smtpd.conf']);
    client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [folder('b')] } });
    const found = async (): Promise<string[]> =>
      (await client.request<{ location: { uri: string } }[]>('workspace/symbol', { query: 't' })).map(
        ({ location }) => location.uri,
      );
    await expect.poll(found, { timeout: 20_000 }).toEqual(['file:///srv/a/smtpd.conf']);
    await client.stop();
  });
});
