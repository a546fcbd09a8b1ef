import { describe, expect, test } from 'vitest';
import { WireClient } from './wire-client.js';

const ALWAYS = ['**/*.smtpd-test.{yaml,yml,json}', '**/.smtpd-lint.{json,yaml,yml}'];
const FILES = {
  '/etc/mail/aliases': 'root: alice\n',
  '/etc/mail/odd[1]{a}*?': 'a\n',
  '/etc/mail/part.conf': 'table odd "file:/etc/mail/odd[1]{a}*?"\n',
  '/etc/mail/more': 'x\n',
};
const CONFIG = `include "/etc/mail/part.conf"
table aliases file:/etc/mail/aliases
table gone file:/etc/mail/gone
action "a" mbox alias <aliases>
match for local action "a"
`;
const FOLLOWS = { textDocument: { synchronization: { dynamicRegistration: true } } };

/** The patterns that the client was asked to follow, once there are so many. */
async function followed(client: WireClient, count: number): Promise<readonly string[]> {
  while (client.followed.length < count) await client.nextPublished();
  return client.followed;
}

describe('documents that are no configurations', () => {
  test('are followed where a configuration names them and they are there, each once; included ones are configurations', async () => {
    const client = await WireClient.start(FILES, FOLLOWS);
    const uri = client.open('smtpd.conf', CONFIG);
    const names = ['/etc/mail/aliases', '/etc/mail/odd[[]1][{]a[}][*][?]'];
    expect((await followed(client, 4)).toSorted()).toEqual([...ALWAYS, ...names].toSorted());
    client.change(uri, 2, [{ text: `${CONFIG}table more file:/etc/mail/more\n` }]);
    expect((await followed(client, 5)).slice(4)).toEqual(['/etc/mail/more']);
    for (const method of ['Open', 'Change', 'Close']) expect(client.registered).toContain(`textDocument/did${method}`);
    await client.stop();
  });

  test('count as they stand in the editor', async () => {
    const client = await WireClient.start(FILES, FOLLOWS);
    const uri = client.open('smtpd.conf', CONFIG.replace(/^.*gone\n/m, ''));
    await followed(client, 4);
    const table = client.open('aliases', 'root: alice\npostmaster: root\n', 1, 'plaintext');
    const hover = (): Promise<{ contents: { value: string } }> =>
      client.request('textDocument/hover', client.at(uri, 1, 8));
    expect((await hover()).contents.value).toContain('2 entries');
    client.notify('textDocument/didClose', { textDocument: { uri: table } });
    expect((await hover()).contents.value).toContain('1 entry');
    await client.stop();
  });

  test('are not asked for of a client that cannot be asked', async () => {
    const client = await WireClient.start(FILES, {});
    const uri = client.open('smtpd.conf', CONFIG);
    await client.diagnostics(uri, 1);
    expect(client.registered).toEqual(new Set());
    await client.stop();
  });
});

/** A file, and whether it is included by an open configuration or by one of the folder. */
const INCLUDED: readonly (readonly [name: string, included: boolean])[] = [
  ['part.conf', true],
  ['unreadable.conf', true],
  ['deep/rules', true],
  ['aliases', false],
  ['smtpd.conf', false],
];
test.each(INCLUDED)('%s is included: %s', async (name, included) => {
  const client = await WireClient.start({
    ...FILES,
    '/etc/mail/sub/smtpd.conf': 'include "/etc/mail/deep/rules"\n',
    '/etc/mail/deep/rules': '',
  });
  client.open('smtpd.conf', `${CONFIG}include "unreadable.conf"\n`);
  expect(await client.request('smtpd/included', { uri: client.uri(name) })).toEqual({ included });
  await client.stop();
});
