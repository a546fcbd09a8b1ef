import { describe, expect, test } from 'vitest';
import { CancellationTokenSource, type Diagnostic, LSPErrorCodes } from 'vscode-languageserver-protocol';
import { WireClient } from './wire-client.js';

const GOOD = 'action "local" mbox\nmatch for local action "local"\n';
const BAD = 'action "local" mbox\nmatch for local action "loca"\n';

interface Report {
  readonly kind: 'full' | 'unchanged';
  readonly uri: string;
  readonly resultId?: string;
  readonly items?: readonly Diagnostic[];
}

const document = (uri: string) => ({ textDocument: { uri } });
const codes = (items: readonly Diagnostic[] = []) => items.map(({ code }) => code);

async function found(client: WireClient, uri: string): Promise<unknown[]> {
  const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', document(uri));
  return codes(items);
}

async function everywhere(client: WireClient, previousResultIds: readonly object[] = []): Promise<readonly Report[]> {
  const { items } = await client.request<{ items: Report[] }>('workspace/diagnostic', { previousResultIds });
  return items;
}

describe('size', () => {
  test('100,000 lines, ten megabytes: read, edited in the middle, checked, closed while asked about', async () => {
    const client = await WireClient.start({}, { textDocument: { diagnostic: {} } });
    const line = `match from any for domain "${'d'.repeat(60)}.example" action "local" # ${'x'.repeat(20)}\n`;
    const text = `action "local" mbox\n${line.repeat(100_000)}`;
    expect(text.length).toBeGreaterThan(10_000_000);
    const uri = client.open('smtpd.conf', text);
    const middle = { line: 50_000, character: 0 };
    client.change(uri, 2, [{ range: { start: middle, end: middle }, text: 'match for local reject\n' }]);
    expect(await client.request('textDocument/hover', client.at(uri, 50_000, 2))).toMatchObject({
      contents: { value: expect.stringContaining('**Rule 50000.**') },
    });
    const asked = client.request('textDocument/semanticTokens/full', document(uri));
    client.notify('textDocument/didClose', document(uri));
    expect(await client.request('textDocument/hover', client.at(uri, 0, 2))).toBeNull();
    await asked;
    await client.stop();
  }, 300_000);

  test.each([
    ['one line of a megabyte', `action "${'a'.repeat(1 << 20)}" mbox\n`],
    ['a quote that never ends', `action "${'a\n'.repeat(1 << 17)}`],
    ['braces in braces', '{'.repeat(1 << 16)],
    ['joined lines', 'match \\\n'.repeat(1 << 15)],
    ['NUL and control characters', '\0\u0001\u007f\ufeff\ufffe'.repeat(1 << 10)],
    ['halves of surrogate pairs', '\ud800'.repeat(1 << 10) + '\udc00'.repeat(1 << 10)],
    ['macros in macros', Array.from({ length: 500 }, (_, n) => `m${n + 1} = $m${n}\n`).join('')],
  ])(
    '%s',
    async (_, text) => {
      const client = await WireClient.start({});
      const uri = client.open('smtpd.conf', text);
      expect((await found(client, uri)).length).toBeGreaterThan(0);
      for (const method of ['semanticTokens/full', 'documentSymbol', 'foldingRange', 'documentLink', 'codeLens']) {
        await client.request(`textDocument/${method}`, document(uri));
      }
      for (const method of ['hover', 'completion', 'signatureHelp', 'definition']) {
        await client.request(`textDocument/${method}`, client.at(uri, 0, 5));
      }
      client.change(uri, 2, [{ text: GOOD }]);
      expect(await found(client, uri)).toEqual([]);
      await client.stop();
    },
    120_000,
  );
});

describe('order', () => {
  test('a document that is opened twice has its second text, whatever its version', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', BAD, 7);
    client.open('smtpd.conf', GOOD, 1);
    expect(await found(client, uri)).toEqual([]);
    client.change(uri, 2, [{ text: BAD }]);
    expect(await found(client, uri)).toEqual(['name-misspelled']);
    client.notify('textDocument/didClose', document(uri));
    expect(await client.request('textDocument/hover', client.at(uri, 0, 2))).toBeNull();
    await client.stop();
  });

  test('versions that go backwards, stand still or jump', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', GOOD, 5);
    client.change(uri, 4, [{ text: BAD }]);
    client.change(uri, 5, [{ text: BAD }]);
    client.change(uri, -1, [{ text: BAD }]);
    expect(await found(client, uri)).toEqual([]);
    client.change(uri, 5000, [{ text: BAD }]);
    expect(await found(client, uri)).toEqual(['name-misspelled']);
    expect(client.logged.filter((line) => line.includes('is not newer'))).toHaveLength(3);
    await client.stop();
  });

  test('changes and closes of what was never opened', async () => {
    const client = await WireClient.start({ '/etc/mail/smtpd.conf': BAD });
    const uri = client.uri('smtpd.conf');
    client.notify('textDocument/didClose', document(uri));
    client.change(uri, 2, [{ text: GOOD }]);
    expect((await everywhere(client)).map(({ items }) => codes(items))).toEqual([['name-misspelled']]);
    await client.stop();
  });
});

describe('the check of the workspace', () => {
  const files = { '/etc/mail/smtpd.conf': BAD, '/etc/mail/b/smtpd.conf': GOOD, '/srv/c/smtpd.conf': BAD };
  const previous = (reports: readonly Report[]): object[] =>
    reports.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' }));

  test('says of what is as it was that it is, and of the rest what it is now', async () => {
    const client = await WireClient.start({ ...files });
    const first = await everywhere(client);
    expect(first.map(({ kind, items }) => [kind, codes(items)])).toEqual([
      ['full', ['name-misspelled']],
      ['full', []],
    ]);
    const again = await everywhere(client, previous(first));
    expect(again.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
    expect(again.map(({ resultId }) => resultId)).toEqual(first.map(({ resultId }) => resultId));
    client.files['/etc/mail/b/smtpd.conf'] = BAD;
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('b/smtpd.conf'), type: 2 }] });
    const third = await everywhere(client, previous(again));
    expect(third.map(({ kind, items }) => [kind, codes(items)])).toEqual([
      ['unchanged', []],
      ['full', ['name-misspelled']],
    ]);
    const strange = [{ uri: client.uri('smtpd.conf'), value: 'of another server' }];
    expect((await everywhere(client, strange)).map(({ kind }) => kind)).toEqual(['full', 'full']);
    await client.stop();
  });

  test('follows files that are deleted and made anew', async () => {
    const client = await WireClient.start({ ...files });
    const tell = (name: string, type: number): void =>
      client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri(name), type }] });
    expect(await everywhere(client)).toHaveLength(2);
    delete client.files['/etc/mail/smtpd.conf'];
    tell('smtpd.conf', 3);
    expect((await everywhere(client)).map(({ uri }) => uri)).toEqual([client.uri('b/smtpd.conf')]);
    client.files['/etc/mail/smtpd.conf'] = GOOD;
    tell('smtpd.conf', 1);
    expect((await everywhere(client)).map(({ items }) => codes(items))).toEqual([[], []]);
    await client.stop();
  });

  test('follows folders that are added and removed, also twice and unknown ones', async () => {
    const client = await WireClient.start({ ...files }, { workspace: { workspaceFolders: true } });
    const folder = (path: string) => ({ uri: `file://${path}`, name: path });
    const change = (added: string[], removed: string[]): void =>
      client.notify('workspace/didChangeWorkspaceFolders', {
        event: { added: added.map(folder), removed: removed.map(folder) },
      });
    const uris = async (): Promise<string[]> => (await everywhere(client)).map(({ uri }) => uri);
    const [main, inner, other] = ['/etc/mail', '/etc/mail/b', '/srv/c'].map((path) => `file://${path}/smtpd.conf`);
    // Settings of the new folders may be asked for first.
    const poll = (expected: unknown[]) => expect.poll(uris, { timeout: 20_000 }).toEqual(expected);
    change(['/srv/c'], []);
    await poll([main, inner, other]);
    change(['/srv/c', '/etc/mail/b'], []);
    await poll([main, inner, other]);
    change([], ['/etc/mail', '/never/there']);
    await poll([other, inner]);
    change([], ['/srv/c', '/etc/mail/b']);
    await poll([]);
    await client.stop();
  });
});

describe('files that come and go under an open configuration', () => {
  test('a table and an include, deleted and made anew', async () => {
    const client = await WireClient.start({ '/etc/mail/t': 'a: b\n', '/etc/mail/part.conf': 'action "local" mbox\n' });
    const text = 'table t file:/etc/mail/t\ninclude "/etc/mail/part.conf"\nmatch for local action "local"\n';
    const uri = client.open('smtpd.conf', text);
    const tell = (name: string, type: number): void =>
      client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri(name), type }] });
    const clean = await found(client, uri);
    for (const [name, code] of [
      ['t', 'table-file'],
      ['part.conf', 'include-unreadable'],
    ] as const) {
      const before = client.files[`/etc/mail/${name}`] ?? '';
      delete client.files[`/etc/mail/${name}`];
      tell(name, 3);
      expect(await found(client, uri)).toContain(code);
      client.files[`/etc/mail/${name}`] = before;
      tell(name, 1);
      expect(await found(client, uri)).toEqual(clean);
    }
    await client.stop();
  });
});

describe('places that are none', () => {
  const TEXT = `table t { "x" }\naction "local" mbox\nmatch for domain <t> action "local"\n`;
  const AT_PLACE = [
    ...['hover', 'completion', 'signatureHelp', 'definition', 'references', 'documentHighlight', 'prepareRename'],
    ...['rename', 'prepareCallHierarchy', 'selectionRange', 'onTypeFormatting'],
  ];
  const IN_RANGE = ['codeAction', 'rangeFormatting', 'inlayHint', 'semanticTokens/range'];
  const params = (uri: string, line: number, character: number) => ({
    ...document(uri),
    position: { line, character },
    positions: [{ line, character }],
    range: { start: { line, character }, end: { line: 0, character: 0 } },
    newName: 'new',
    ch: '\n',
    options: { tabSize: 4, insertSpaces: true },
    context: { includeDeclaration: true, diagnostics: [] },
  });
  const said = (client: WireClient, method: string, what: object): Promise<string> =>
    client.request(`textDocument/${method}`, what).then(
      () => 'answered',
      ({ message }: Error) => message,
    );

  test.each([
    [-1, 0],
    [0, -1],
    [0.5, 0],
    [0, Number.NaN],
  ])('%d:%d is refused in a sentence', async (line, character) => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', TEXT);
    for (const method of [...AT_PLACE, ...IN_RANGE]) {
      expect(await said(client, method, params(uri, line, character)), method).toMatch(
        /^textDocument\/\S+: "\S+" must be .*\.$|is missing/,
      );
    }
    await client.stop();
  });

  test.each([
    [2 ** 31 - 1, 2 ** 31 - 1],
    [3, 0],
    [2, 999],
  ])('%d:%d is the nearest that there is, also where a range begins behind its end', async (line, character) => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', TEXT);
    for (const method of [...AT_PLACE, ...IN_RANGE]) {
      const answer = await said(client, method, params(uri, line, character));
      if (method === 'rename' || method === 'prepareRename') expect(answer).toMatch(/answered|There is no name/);
      else expect(answer, method).toBe('answered');
    }
    await client.stop();
  });

  test('whatever is asked of a large document and taken back at once is answered as taken back', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', TEXT + 'match from any for domain "a.example" reject\n'.repeat(5000));
    const whole = ['documentSymbol', 'foldingRange', 'documentLink', 'codeLens', 'semanticTokens/full', 'formatting'];
    const answers = [...AT_PLACE, ...IN_RANGE, ...whole, 'diagnostic'].map((method) => {
      const source = new CancellationTokenSource();
      const answer = client.request(`textDocument/${method}`, params(uri, 2, 3), source.token);
      source.cancel();
      return answer.then(
        () => `${method} answered`,
        ({ code }: { code: number }) => code,
      );
    });
    expect(new Set(await Promise.all(answers))).toEqual(new Set([LSPErrorCodes.RequestCancelled]));
    await client.stop();
  });
});

test('a hundred configurations that include one open file hear of its edits', async () => {
  const client = await WireClient.start();
  const part = client.open('part.conf', 'table t { "x" }\n');
  const uris = Array.from({ length: 100 }, (_, n) =>
    client.open(`c${n}.smtpd.conf`, 'include "/etc/mail/part.conf"\nmatch for domain <t> reject\n'),
  );
  const all = (): Promise<unknown[][]> => Promise.all(uris.map((uri) => found(client, uri)));
  expect(new Set((await all()).flat())).toEqual(new Set());
  for (let version = 2; version < 10; version += 1)
    client.change(part, version, [{ text: `table t${version} { "x" }\n` }]);
  expect((await all()).filter((codes) => codes.includes('undefined-table'))).toHaveLength(100);
  await client.stop();
}, 60_000);

describe('documents that are no files', () => {
  test.each([
    'untitled:Untitled-1',
    'git:/etc/mail/smtpd.conf?%7B%22ref%22%3A%22HEAD%22%7D',
    'vscode-vfs://github/a/smtpd.conf',
    'not a uri',
    'file:///c%3A/mail/smtpd.conf',
    'file:///etc/mail/a%20b/%E2%9C%93.conf',
    'file:///%ZZ/smtpd.conf',
  ])('%s is checked, and its diagnostics go by its name', async (uri) => {
    const client = await WireClient.start({ '/etc/mail/smtpd.conf': GOOD });
    const textDocument = { uri, languageId: 'smtpd-conf', version: 1, text: BAD };
    client.notify('textDocument/didOpen', { textDocument });
    expect(codes(await client.diagnostics(uri, 1))).toEqual(['name-misspelled']);
    const place = { textDocument: { uri }, position: { line: 0, character: 10 } };
    expect(await client.request('textDocument/references', place)).toMatchObject([{ uri }]);
    expect(await client.request('textDocument/rename', { ...place, newName: 'b' })).toMatchObject({
      changes: { [uri]: [{ newText: 'b' }] },
    });
    client.change(uri, 2, [{ text: GOOD }]);
    expect(await client.diagnostics(uri, 2)).toEqual([]);
    client.notify('textDocument/didClose', { textDocument: { uri } });
    await client.stop();
  });

  test('an earlier version beside the file itself', async () => {
    const client = await WireClient.start({ '/etc/mail/smtpd.conf': GOOD });
    const uri = client.open('smtpd.conf', GOOD);
    const git = 'git:/etc/mail/smtpd.conf?HEAD';
    client.notify('textDocument/didOpen', {
      textDocument: { uri: git, languageId: 'smtpd-conf', version: 1, text: BAD },
    });
    expect(codes(await client.diagnostics(git, 1))).toEqual(['name-misspelled']);
    expect(await client.diagnostics(uri, 1)).toEqual([]);
    expect(await found(client, uri)).toEqual([]);
    client.notify('textDocument/didClose', { textDocument: { uri: git } });
    client.change(uri, 2, [{ text: BAD }]);
    expect(codes(await client.diagnostics(uri, 2))).toEqual(['name-misspelled']);
    await client.stop();
  });
});

test('a suppression whose last day is over does not suppress, and is told of', async () => {
  const client = await WireClient.start();
  const until = (day: string): string =>
    BAD.replace('\n', `\n# smtpd-lint disable-next-line=name-misspelled -- so until=${day}\n`);
  const uri = client.open('smtpd.conf', until('2999-12-31'));
  expect(await found(client, uri)).toEqual([]);
  client.change(uri, 2, [{ text: until('2001-01-01') }]);
  expect((await found(client, uri)).toSorted()).toEqual(['expired-suppression', 'name-misspelled']);
  await client.stop();
});
