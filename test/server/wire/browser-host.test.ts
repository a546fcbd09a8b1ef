import { describedWorld } from '@smtpd-conf/compiler';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import type { OwnRequests } from '../../../server/src/requests.js';
import type { ServerHost } from '../../../server/src/workspace/host.js';
import { memoryHost } from '../memory-host.js';
import { WireClient } from './wire-client.js';

/** As in a worker of the browser: nothing is seen but what is open. */
const BROWSER: ServerHost = {
  ...memoryHost(),
  seesSystem: false,
  world: () => describedWorld({}),
  exists: () => true,
};
const OUTBOUND = 'action "out" relay\nmatch for any action "out"\n';
const FILE = 'info This file is not looked at: in the browser, only files that are open are.';
const HOST = 'info This is not looked at: the browser knows nothing of the host.';

/** A text, and what is said of its lines. */
const CASES: readonly (readonly [why: string, text: string, said: readonly string[]])[] = [
  ['a table', `table t file:/etc/mail/t\nmatch for domain <t> reject\n${OUTBOUND}`, [`1 ${FILE}`]],
  ['a key', `pki k cert "/c"\npki k key "/k"\nlisten on 127.0.0.1 tls pki k\n${OUTBOUND}`, [`1 ${FILE}`, `1 ${FILE}`]],
  ['an include, and nothing that only follows', `include "/etc/mail/a"\nmatch for any action "there"\n`, [`1 ${FILE}`]],
  ['an interface', `listen on em0\n${OUTBOUND}`, [`1 ${HOST}`]],
  [
    'what is wrong all the same',
    'listen on em0\naction "local" mbox\nmatch for any action "loca"\n',
    [`1 ${HOST}`, '3 error There is no action "loca", but one called "local".'],
  ],
];

const SEVERITIES = ['', 'error', 'warning', 'info'];

async function ask<M extends keyof OwnRequests>(
  client: WireClient,
  method: M,
  params: OwnRequests[M]['params'],
): Promise<OwnRequests[M]['result']> {
  return client.request(method, params);
}

describe('in the browser', () => {
  test.each(CASES)('%s', async (_, text, said) => {
    const client = await WireClient.start({}, {}, {}, BROWSER);
    const uri = client.open('smtpd.conf', text);
    const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    const found = items.map(
      ({ range, severity, message }) => `${range.start.line + 1} ${SEVERITIES[severity ?? 0]} ${message}`,
    );
    expect(found.toSorted()).toEqual(said.map((one) => expect.stringContaining(one)));
    await client.stop();
  });

  test('a table that is open is read', async () => {
    const client = await WireClient.start({}, {}, {}, BROWSER);
    client.open('t', 'a.example\n', 1, 'plaintext');
    const uri = client.open('smtpd.conf', CASES[0]?.[1] ?? '');
    const { items } = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    expect(items).toEqual([]);
    await client.stop();
  });

  test('what needs a file that is not open says so, and the picture calls it no refusal', async () => {
    const client = await WireClient.start({}, {}, {}, BROWSER);
    const uri = client.open('smtpd.conf', CASES[0]?.[1] ?? '');
    const needs = {
      ok: false,
      message: expect.stringMatching(/^In the browser only files that are open are seen, .*smtpd\.conf:1: .*"t"/),
    };
    expect(await ask(client, 'smtpd/compiledConfig', { uri })).toEqual(needs);
    expect(await ask(client, 'smtpd/simulate', { uri, mailFrom: 'a@b.example', rcptTo: ['c@d.example'] })).toEqual(
      needs,
    );
    expect((await ask(client, 'smtpd/mailFlow', { uri })).refused).toEqual([]);
    client.change(uri, 2, [{ text: `match for any reject\nmatch\n` }]);
    expect(await ask(client, 'smtpd/compiledConfig', { uri })).toMatchObject({
      message: expect.stringMatching(/^The daemon refuses this configuration; mend it first: /),
    });
    await client.stop();
  });
});
