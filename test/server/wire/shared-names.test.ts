import { describe, expect, test } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver-protocol';
import { WireClient } from './wire-client.js';

/** Two configurations share a file; a third has a table of the same name for itself. */
const FILES = {
  '/etc/mail/shared.conf': 'table ours { "x" }\n',
  '/etc/mail/a/smtpd.conf': 'include "/etc/mail/shared.conf"\nmatch for domain <ours> reject\n',
  '/etc/mail/b/smtpd.conf': 'include "/etc/mail/shared.conf"\ntable theirs { "y" }\nmatch for domain <ours> reject\n',
  '/etc/mail/c/smtpd.conf': 'table ours { "z" }\nmatch for domain <ours> reject\n',
};

/** From where a name is asked about: the shared file, open or not by itself, and a configuration. */
const PLACES: readonly (readonly [open: readonly string[], name: string, line: number, character: number])[] = [
  [['shared.conf'], 'shared.conf', 0, 7],
  [['shared.conf', 'a/smtpd.conf'], 'shared.conf', 0, 7],
  [['a/smtpd.conf'], 'a/smtpd.conf', 1, 19],
  [['a/smtpd.conf', 'b/smtpd.conf', 'c/smtpd.conf'], 'b/smtpd.conf', 2, 19],
];

describe.each(PLACES)('with %j open, a name in %s', (open, name, line, character) => {
  const started = async () => {
    const client = await WireClient.start(FILES);
    for (const one of open) client.open(one, FILES[`/etc/mail/${one}` as keyof typeof FILES]);
    return { client, place: client.at(client.uri(name), line, character) };
  };

  test('is referred to in every configuration that shares it', async () => {
    const { client, place } = await started();
    const found = await client.request<{ uri: string }[]>('textDocument/references', {
      ...place,
      context: { includeDeclaration: true },
    });
    expect(found.map(({ uri }) => uri).toSorted()).toEqual(
      ['a/smtpd.conf', 'b/smtpd.conf', 'shared.conf'].map((one) => client.uri(one)),
    );
    await client.stop();
  });

  test('is renamed in all of them', async () => {
    const { client, place } = await started();
    const { changes } = await client.request<WorkspaceEdit>('textDocument/rename', { ...place, newName: 'new' });
    expect(Object.entries(changes ?? {}).map(([uri, edits]) => [uri, edits.length])).toEqual(
      expect.arrayContaining(['a/smtpd.conf', 'b/smtpd.conf', 'shared.conf'].map((one) => [client.uri(one), 1])),
    );
    expect(Object.keys(changes ?? {})).toHaveLength(3);
    await client.stop();
  });

  test('is not renamed to what one of them has already', async () => {
    const { client, place } = await started();
    await expect(client.request('textDocument/rename', { ...place, newName: 'theirs' })).rejects.toThrow(
      'There is a table named "theirs" already.',
    );
    await client.stop();
  });
});
