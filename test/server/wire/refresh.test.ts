import { expect, test } from 'vitest';
import { WireClient } from './wire-client.js';

const refreshSupport = true;
const REFRESHES = {
  workspace: {
    configuration: true,
    inlayHint: { refreshSupport },
    codeLens: { refreshSupport },
    semanticTokens: { refreshSupport },
  },
};
const FILES = { '/etc/mail/t': 'a\n', '/etc/mail/part.conf': 'action "b" mbox\n' };
const CONFIG = 'include "/etc/mail/part.conf"\ntable t file:/etc/mail/t\nmatch for domain <t> action "b"\n';

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };

/** What happens, and whether hints, lenses and colours of the configuration may have become others by it. */
const CASES: readonly (readonly [
  what: string,
  happen: (client: WireClient, uri: string) => void,
  refreshes: boolean,
])[] = [
  ['settings', (client) => client.notify('workspace/didChangeConfiguration', { settings: null }), true],
  ['a file on the disk', (client) => watched(client), true],
  ['a table that is opened', (client) => client.open('t', 'a\nb\n', 1, 'plaintext'), true],
  ['an include that is opened', (client) => client.open('part.conf', 'action "b" maildir\n'), true],
  ['a document that it does not name', (client) => client.open('other', 'a\n', 1, 'plaintext'), false],
  [
    'an edit of the configuration itself',
    (client, uri) => client.change(uri, 2, [{ text: `${CONFIG}# more\n` }]),
    false,
  ],
];

function watched(client: WireClient): void {
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('t'), type: 2 }] });
}

test.each(CASES)('%s', async (_, happen, refreshes) => {
  const client = await WireClient.start(FILES, REFRESHES);
  const uri = client.open('smtpd.conf', CONFIG);
  await client.diagnostics(uri, 1);
  // The settings have been read by then, and the configuration once more after them.
  await client.request('textDocument/inlayHint', { textDocument: { uri }, range: WHOLE });
  happen(client, uri);
  await client.request('smtpd/status', { uri });
  if (!refreshes) {
    // Whatever was begun before this comes to its end before it does.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(client.refreshed).toEqual([]);
  } else {
    while (client.refreshed.length < 3) await client.nextPublished();
    expect(client.refreshed.toSorted()).toEqual([
      'workspace/codeLens/refresh',
      'workspace/inlayHint/refresh',
      'workspace/semanticTokens/refresh',
    ]);
  }
  await client.stop();
});
