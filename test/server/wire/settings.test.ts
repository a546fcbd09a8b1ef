import { describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { Files } from '../memory-host.js';
import { WireClient } from './wire-client.js';

const CONFIG = 'include "part.conf"\naction "a" mbox\nmatch for local action "a"\n';
const SETTINGS = '/etc/mail/.smtpd-lint.yaml';

/** What is found in CONFIG, as severities and rules. */
interface Case {
  readonly title: string;
  readonly files: Files;
  /** Of the editor. */
  readonly editor?: object;
  readonly text?: string;
  readonly found: readonly string[];
}

const RELATIVE = 'warning include-relative';
const CASES: readonly Case[] = [
  { title: 'none', files: {}, found: [RELATIVE] },
  { title: 'a rule turned off', files: { [SETTINGS]: 'rules: { include-relative: off }' }, found: [] },
  {
    title: 'another severity',
    files: { [SETTINGS]: 'rules: { include-relative: error }' },
    found: ['error include-relative'],
  },
  {
    title: 'a category ignored, in JSON',
    files: { '/etc/mail/.smtpd-lint.json': '{"ignore":["settings"]}' },
    found: [],
  },
  { title: 'in a package.json above', files: { '/package.json': '{"smtpd-lint":{"ignore":["all"]}}' }, found: [] },
  { title: 'a package.json of others', files: { '/etc/mail/package.json': '{' }, found: [RELATIVE] },
  {
    title: 'the nearest file only',
    files: { '/etc/.smtpd-lint.yml': 'ignore: [all]', [SETTINGS]: '' },
    found: [RELATIVE],
  },
  {
    title: 'an override for this file, as seen from the settings',
    files: { '/etc/.smtpd-lint.json': '{"overrides":[{"files":["mail/*.conf"],"ignore":["include-relative"]}]}' },
    found: [],
  },
  {
    title: 'an override for another one',
    files: { '/etc/.smtpd-lint.json': '{"overrides":[{"files":["postfix/**"],"ignore":["include-relative"]}]}' },
    found: [RELATIVE],
  },
  {
    title: 'a suppression of what is turned off is not without use',
    files: { [SETTINGS]: 'ignore: [include-relative]' },
    text: CONFIG.replace('\n', ' # smtpd-lint disable-line=include-relative -- so\n'),
    found: [],
  },
  {
    title: 'a target',
    files: { [SETTINGS]: 'target: "6.0"\n' },
    text: 'action "a" mbox\n',
    found: ['error syntax-error'],
  },
  {
    title: 'the target of the editor wins',
    files: { [SETTINGS]: 'target: "6.0"\n' },
    editor: { targetVersion: '7.8.0' },
    text: 'action "a" mbox\n',
    found: ['error no-rules'],
  },
];

const SEVERITIES = ['', 'error', 'warning', 'info'];
const told = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ severity, code }) => `${SEVERITIES[severity ?? 0]} ${code}`);

async function started(files: Files, editor: object = {}, capabilities: object = {}): Promise<WireClient> {
  const client = await WireClient.start(
    { '/etc/mail/part.conf': '', ...files },
    { workspace: { configuration: true }, ...capabilities },
  );
  client.settings = () => editor;
  return client;
}

describe('settings of check hold in the editor', () => {
  test.each(CASES)('$title', async ({ files, editor, text = CONFIG, found }) => {
    const client = await started(files, editor);
    const uri = client.open('smtpd.conf', text);
    const answer = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
    expect(told(answer.items)).toEqual(found);
    await client.stop();
  });

  test('a file that changes on the disk', async () => {
    const client = await started({});
    const uri = client.open('smtpd.conf', CONFIG);
    expect(told(await client.diagnostics(uri, 1))).toEqual([RELATIVE]);
    for (const [text, expected] of [
      ['ignore: [all]', []],
      ['rules: { include-relative: info }', ['info include-relative']],
      [undefined, [RELATIVE]],
    ] as const) {
      if (text === undefined) delete client.files[SETTINGS];
      else client.files[SETTINGS] = text;
      const published = client.nextPublished();
      client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: `file://${SETTINGS}`, type: 2 }] });
      await published;
      expect(told(await client.diagnostics(uri))).toEqual(expected);
    }
    await client.stop();
  });

  test('a file that is open: every edit counts, its faults are shown in it, and what held before holds on', async () => {
    const client = await started({ [SETTINGS]: 'ignore: [all]\n' });
    const settings = client.open('.smtpd-lint.yaml', 'rules:\n  include-relative: info\n', 1, 'yaml');
    const uri = client.open('smtpd.conf', CONFIG);
    expect(told(await client.diagnostics(uri, 1))).toEqual(['info include-relative']);
    client.change(settings, 2, [{ text: 'rules:\n  include-relativ: info\n' }]);
    expect(await client.diagnostics(settings, 2)).toMatchObject([
      {
        code: 'settings',
        severity: 1,
        range: { start: { line: 1, character: 2 }, end: { line: 1, character: 23 } },
        message: expect.stringContaining('did you mean include-relative?'),
      },
    ]);
    expect(told(await client.diagnostics(uri))).toEqual(['info include-relative']);
    client.change(settings, 3, [{ text: 'rules:\n  include-relative: [' }]);
    expect(await client.diagnostics(settings, 3)).toHaveLength(1);
    client.change(settings, 4, [{ text: 'rules:\n  include-relative: error\n' }]);
    expect(await client.diagnostics(settings, 4)).toEqual([]);
    await eventually(
      async () => expect(told(await client.diagnostics(uri))).toEqual(['error include-relative']),
      client,
    );
    expect(client.messages).toEqual([]);
    expect(await client.request('textDocument/hover', client.at(settings, 0, 2))).toBeNull();
    await client.stop();
  });

  test('one that cannot be used and is not open: said once, and shown in it', async () => {
    const client = await started({ [SETTINGS]: 'ignore: all\n' });
    const uri = client.open('smtpd.conf', CONFIG);
    expect(told(await client.diagnostics(uri, 1))).toEqual([RELATIVE]);
    expect(await client.diagnostics(`file://${SETTINGS}`)).toMatchObject([
      { range: { start: { line: 0, character: 8 } }, message: expect.stringContaining('ignore: must be array') },
    ]);
    client.change(uri, 2, [{ text: `${CONFIG}# more\n` }]);
    await client.diagnostics(uri, 2);
    expect(client.messages).toEqual([expect.stringContaining('/etc/mail/.smtpd-lint.yaml:1: ignore: must be array')]);
    const all = await client.request<{ items: { uri: string; items: Diagnostic[] }[] }>('workspace/diagnostic', {
      previousResultIds: [],
    });
    expect(all.items.find((one) => one.uri.endsWith('.smtpd-lint.yaml'))?.items).toHaveLength(1);
    await client.stop();
  });
});

/** Asks again after each publication until it holds. */
async function eventually(holds: () => Promise<void>, client: WireClient): Promise<void> {
  for (;;) {
    const published = client.nextPublished();
    try {
      return await holds();
    } catch {
      await published;
    }
  }
}
