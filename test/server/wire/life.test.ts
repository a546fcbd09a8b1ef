import { describe, expect, test } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver-protocol';
import { WireClient } from './wire-client.js';

const GOOD = 'action "local" mbox\nmatch for local action "local"\n';
const BAD = 'action "local" mbox\nmatch for local action "loca"\n';

describe('over the wire', () => {
  test('diagnostics are pushed with the version of the text that they are about', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', BAD);
    const [first] = await client.diagnostics(uri, 1);
    expect(first).toMatchObject({
      code: 'name-misspelled',
      severity: 1,
      range: { start: { line: 1, character: 23 }, end: { line: 1, character: 29 } },
    });
    client.change(uri, 2, [{ range: range(1, 28, 1, 28), text: 'l' }]);
    expect(await client.diagnostics(uri, 2)).toEqual([]);
    await client.stop();
  });

  test('a change that is older than the text is left out', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', GOOD, 5);
    await client.diagnostics(uri, 5);
    client.change(uri, 4, [{ text: BAD }]);
    client.change(uri, 7, [{ text: `${GOOD}# new\n` }]);
    expect(await client.diagnostics(uri, 7)).toEqual([]);
    expect(client.published.map(({ version }) => version)).toEqual([5, 7]);
    await client.stop();
  });

  test('a cancelled request is answered as cancelled', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', GOOD);
    const source = new CancellationTokenSource();
    const answer = client.request('textDocument/hover', client.at(uri, 0, 2), source.token);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    await client.stop();
  });

  test('a check of the workspace can be cancelled', async () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`/etc/mail/${n}/smtpd.conf`, GOOD]));
    const client = await WireClient.start(files);
    const source = new CancellationTokenSource();
    const answer = client.request('workspace/diagnostic', { previousResultIds: [] }, source.token);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    await client.stop();
  });

  test('a document that is closed while a request about it runs gives null', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', GOOD);
    const { sent: answer } = await client.together(() => {
      const asked = client.request('textDocument/hover', client.at(uri, 0, 2));
      client.notify('textDocument/didClose', { textDocument: { uri } });
      return asked;
    });
    expect(await answer).toBeNull();
    await client.stop();
  });

  test('a text that changes while a request about it runs makes the answer worthless', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', GOOD);
    const { sent: answer } = await client.together(() => {
      const asked = client.request('textDocument/hover', client.at(uri, 0, 2));
      asked.catch(() => undefined);
      client.change(uri, 2, [{ text: '' }]);
      return asked;
    });
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
    await client.stop();
  });

  test('closing a document takes its diagnostics away', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', BAD);
    expect(await client.diagnostics(uri, 1)).toHaveLength(1);
    client.notify('textDocument/didClose', { textDocument: { uri } });
    await client.nextPublished();
    expect(client.published.at(-1)).toEqual({ uri, diagnostics: [] });
    await client.stop();
  });

  test('an include that is open and not saved counts, and its errors are shown in it', async () => {
    const client = await WireClient.start({ '/etc/mail/actions.conf': 'action "other" mbox\n' });
    const main = client.open('smtpd.conf', 'include "/etc/mail/actions.conf"\nmatch for local action "local"\n');
    expect(await client.diagnostics(main, 1)).toHaveLength(1);
    const part = client.open('actions.conf', 'action "local" mbox\n');
    await client.nextPublished();
    expect(await client.diagnostics(main)).toEqual([]);
    client.change(part, 2, [{ text: 'action "local" mbx\n' }]);
    expect((await client.diagnostics(part, 2)).map(({ code }) => code)).toEqual(['keyword-misspelled']);
    await client.stop();
  });

  test('a table that changes on the disk re-checks the configuration', async () => {
    const client = await WireClient.start({});
    const text = `table t file:/etc/mail/t\n${GOOD}`;
    const uri = client.open('smtpd.conf', text);
    expect((await client.diagnostics(uri, 1)).map(({ code }) => code)).toContain('table-file');
    client.files['/etc/mail/t'] = 'a b\n';
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('t'), type: 1 }] });
    await client.nextPublished();
    expect((await client.diagnostics(uri)).map(({ code }) => code)).not.toContain('table-file');
    await client.stop();
  });

  test('lines that end in CR LF or CR are counted as the client counts them', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', BAD.replaceAll('\n', '\r\n'));
    const found = await client.diagnostics(uri, 1);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]?.range.start.line).toBe(0);
    expect(found.some(({ range: at }) => at.start.line === 1)).toBe(true);
    await client.stop();
  });

  test('characters beyond the BMP count twice', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', 'action "a😀" mbox\nmatch for local action "b😀"\n');
    expect(await client.diagnostics(uri, 1)).toMatchObject([{ range: range(1, 23, 1, 28) }]);
    const hover = await client.request<{ range: object }>('textDocument/hover', client.at(uri, 0, 14));
    expect(hover.range).toEqual(range(0, 13, 0, 17));
    await client.stop();
  });

  test('settings of a folder decide the release', async () => {
    const client = new WireClient();
    client.connection.onRequest('workspace/configuration', ({ items }: { items: { scopeUri?: string }[] }) =>
      items.map(({ scopeUri }) => (scopeUri === undefined ? {} : { targetVersion: '6.4.0' })),
    );
    const capabilities = { workspace: { configuration: true } };
    const workspaceFolders = [{ uri: 'file:///old', name: 'old' }];
    await client.request('initialize', { processId: null, rootUri: null, workspaceFolders, capabilities });
    client.notify('initialized', {});
    const text = `filter "f" phase connect match rdns junk\n${GOOD}`;
    const document = { languageId: 'smtpd-conf', version: 1, text };
    const [old, current] = ['file:///old/smtpd.conf', 'file:///new/smtpd.conf'];
    for (const uri of [old, current]) {
      client.notify('textDocument/didOpen', { textDocument: { uri, ...document } });
    }
    await expect.poll(async () => (await client.diagnostics(old)).map(({ code }) => code)).toContain('syntax-error');
    expect((await client.diagnostics(current)).map(({ code }) => code)).not.toContain('syntax-error');
    await client.stop();
  });

  test('who asks for diagnostics is not pushed any', async () => {
    const client = await WireClient.start({}, { textDocument: { diagnostic: {} } });
    const uri = client.open('smtpd.conf', BAD);
    const document = { textDocument: { uri } };
    const report = await client.request<{ resultId: string }>('textDocument/diagnostic', document);
    expect(report).toMatchObject({ kind: 'full', items: [{ code: 'name-misspelled' }] });
    const again = { ...document, previousResultId: report.resultId };
    expect(await client.request('textDocument/diagnostic', again)).toMatchObject({ kind: 'unchanged' });
    expect(client.published).toEqual([]);
    await client.stop();
  });
});

function range(line: number, character: number, endLine: number, end: number) {
  return { start: { line, character }, end: { line: endLine, character: end } };
}
