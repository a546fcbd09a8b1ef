import { describe, expect, test } from 'vitest';
import type { OwnRequests } from '../../../server/src/requests.js';
import { WireClient } from './wire-client.js';

const CONFIG = `listen on 127.0.0.1
table aliases { root = alice }
action "local" mbox alias <aliases>
action "out" relay
match from any for domain "example.org" action "local"
match for any action "out"
`;
const WORLD = 'users: { alice: { uid: 1000 } }\n';
const TESTS = `config: smtpd.conf
world: world.yaml
tests:
  - name: aliases lead to alice
    session: { from: 192.0.2.7, mailFrom: bob@remote.example, rcptTo: root@example.org }
    expect: { decision: accept, rule: 5, deliveries: [{ user: alice }] }
  - name: strangers do not relay
    session: { from: 192.0.2.7, mailFrom: bob@remote.example, rcptTo: eve@other.example }
    expect: { decision: accept }
`;

const ENVELOPE = { mailFrom: 'bob@remote.example', rcptTo: ['root@example.org'], from: '192.0.2.7' };

async function ask<M extends keyof OwnRequests>(
  client: WireClient,
  method: M,
  params: OwnRequests[M]['params'],
): Promise<OwnRequests[M]['result']> {
  return client.request(method, params);
}

/** A client whose user has set something, with the configuration open. */
async function withSettings(settings: object, files: Record<string, string> = {}, text = CONFIG) {
  const client = new WireClient(files);
  client.connection.onRequest('workspace/configuration', ({ items }: { items: object[] }) => items.map(() => settings));
  const capabilities = { workspace: { configuration: true } };
  const workspaceFolders = [{ uri: 'file:///etc/mail', name: 'mail' }];
  await client.request('initialize', { processId: null, rootUri: null, workspaceFolders, capabilities });
  client.notify('initialized', {});
  const uri = client.open('smtpd.conf', text);
  await client.diagnostics(uri);
  return { client, uri };
}

describe('simulating an envelope', () => {
  test('without a described world everybody exists, and the trace says so', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', CONFIG);
    const result = await ask(client, 'smtpd/simulate', { uri, ...ENVELOPE });
    if (!result.ok) throw new Error(result.message);
    expect(result.verdict).toBe('verdict: accepted: root@example.org');
    expect(result.lines[0]?.text).toContain('no world is described');
    const rule = result.lines.find(({ text }) => text.startsWith('rule 1'));
    expect(rule?.location).toMatchObject({ uri, range: { start: { line: 4, character: 0 } } });
    await client.stop();
  });

  test('a world that the settings name decides who exists', async () => {
    const files = { '/etc/mail/world.yaml': 'users: { carol: { uid: 1000 } }\n' };
    const { client, uri } = await withSettings({ world: 'world.yaml' }, files);
    expect(await ask(client, 'smtpd/simulate', { uri, ...ENVELOPE })).toMatchObject({
      ok: true,
      verdict: 'verdict: refused: root@example.org',
    });
    await client.stop();
  });

  test('a world that is open and not saved wins over the disk', async () => {
    const files = { '/etc/mail/world.yaml': 'users: { carol: { uid: 1000 } }\n' };
    const { client, uri } = await withSettings({ world: 'world.yaml' }, files);
    client.open('world.yaml', WORLD, 1, 'yaml');
    expect(await ask(client, 'smtpd/simulate', { uri, ...ENVELOPE })).toMatchObject({
      verdict: 'verdict: accepted: root@example.org',
    });
    await client.stop();
  });

  /** Each a world, an envelope and what the message must name. */
  const IMPOSSIBLE: readonly (readonly [why: string, world: string, facts: object, message: string])[] = [
    ['a key that the world lacks', 'hostname: a.example\n', {}, 'add "users" to /etc/mail/world.yaml'],
    ['a key that no world has', 'people: {}\n', {}, '/etc/mail/world.yaml:1:1'],
    ['a client without an address', WORLD, { from: 'nowhere' }, '"nowhere" is no address'],
    ['a login that the listener does not take', WORLD, { auth: 'alice' }, 'takes no AUTH'],
  ];
  test.each(IMPOSSIBLE)('%s is named', async (_, world, facts, message) => {
    const { client, uri } = await withSettings({ world: 'world.yaml' }, { '/etc/mail/world.yaml': world });
    const result = await ask(client, 'smtpd/simulate', { uri, ...ENVELOPE, ...facts });
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining(message) });
    await client.stop();
  });

  test('a world that is not there is named', async () => {
    const { client, uri } = await withSettings({ world: 'world.yaml' });
    const result = await ask(client, 'smtpd/simulate', { uri, ...ENVELOPE });
    expect(result).toEqual({
      ok: false,
      message: '/etc/mail/world.yaml, which the setting smtpd-conf.world names, cannot be read.',
    });
    await client.stop();
  });

  test('a configuration that the daemon refuses is refused, with its first error', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', `${CONFIG}match for local action "none"\n`);
    const result = await ask(client, 'smtpd/simulate', { uri, ...ENVELOPE });
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('/etc/mail/smtpd.conf:7: ') });
    await client.stop();
  });
});

describe('policy tests', () => {
  const files = { '/etc/mail/smtpd.conf': CONFIG, '/etc/mail/world.yaml': WORLD, '/etc/mail/a.smtpd-test.yaml': TESTS };

  test('are listed with their places', async () => {
    const client = await WireClient.start(files);
    const list = await ask(client, 'smtpd/policyTestList', { uri: client.uri('a.smtpd-test.yaml') });
    expect(list.message).toBeUndefined();
    expect(list.cases.map(({ name, range }) => [name, range.start])).toEqual([
      ['aliases lead to alice', { line: 3, character: 4 }],
      ['strangers do not relay', { line: 6, character: 4 }],
    ]);
    await client.stop();
  });

  test('are run: what was expected, what came, and the steps to it', async () => {
    const client = await WireClient.start(files);
    const { cases } = await ask(client, 'smtpd/policyTestRun', { uri: client.uri('a.smtpd-test.yaml') });
    expect(cases.map(({ name, passed }) => [name, passed])).toEqual([
      ['aliases lead to alice', true],
      ['strangers do not relay', false],
    ]);
    expect(cases[1]).toMatchObject({
      expected: 'decision of eve@other.example: accept',
      actual: 'decision of eve@other.example: reject',
      message: expect.stringContaining('no rule matches'),
    });
    await client.stop();
  });

  test('are run against the configuration that is open', async () => {
    const client = await WireClient.start(files);
    client.open('smtpd.conf', CONFIG.replace('match for any', 'match from any for any'));
    const { cases } = await ask(client, 'smtpd/policyTestRun', { uri: client.uri('a.smtpd-test.yaml') });
    expect(cases.map(({ passed }) => passed)).toEqual([true, true]);
    await client.stop();
  });

  /** Each a file of tests, and what the message must say. */
  const BROKEN: readonly (readonly [why: string, text: string, message: string])[] = [
    ['no YAML', 'config: [', '/etc/mail/a.smtpd-test.yaml:'],
    ['a configuration that is not there', TESTS.replace('smtpd.conf', 'other.conf'), '/etc/mail/other.conf cannot'],
    ['a world that is not there', TESTS.replace('world.yaml', 'moon.yaml'), '/etc/mail/moon.yaml cannot'],
    ['a release that never was', `target: 9.9\n${TESTS}`.replace('9.9', '"1.0"'), 'target 1.0: no release'],
  ];
  test.each(BROKEN)('%s: the message says so', async (_, text, message) => {
    const client = await WireClient.start({ ...files, '/etc/mail/a.smtpd-test.yaml': text });
    const result = await ask(client, 'smtpd/policyTestRun', { uri: client.uri('a.smtpd-test.yaml') });
    expect(result).toMatchObject({ cases: [], message: expect.stringContaining(message) });
    await client.stop();
  });

  test('without a file there is nothing to list or run', async () => {
    const client = await WireClient.start();
    const uri = client.uri('a.smtpd-test.yaml');
    const answer = { cases: [], message: `${uri} cannot be read; open it first.` };
    expect(await ask(client, 'smtpd/policyTestList', { uri })).toMatchObject(answer);
    expect(await ask(client, 'smtpd/policyTestRun', { uri })).toMatchObject(answer);
    await client.stop();
  });
});

describe('what else our clients ask', () => {
  test('the compiled configuration, and why there is none', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', CONFIG);
    const good = await ask(client, 'smtpd/compiledConfig', { uri });
    expect(good.ok && JSON.parse(good.text).rules).toHaveLength(2);
    client.change(uri, 2, [{ text: 'match\n' }]);
    expect(await ask(client, 'smtpd/compiledConfig', { uri })).toMatchObject({
      ok: false,
      message: expect.stringContaining('/etc/mail/smtpd.conf:'),
    });
    await client.stop();
  });

  test('the way of mail, with places', async () => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', CONFIG);
    const { nodes, edges } = await ask(client, 'smtpd/mailFlow', { uri });
    const kinds = new Set(nodes.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(['action', 'listener', 'rule', 'table']);
    const ids = new Set(nodes.map(({ id }) => id));
    expect(edges.length).toBeGreaterThan(0);
    expect(edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
    const local = nodes.find(({ kind, label }) => kind === 'action' && label.includes('local'));
    expect(local?.location).toMatchObject({ uri, range: { start: { line: 2 } } });
    await client.stop();
  });

  test('the way of mail names what the daemon refuses, in the order of the file', async () => {
    const client = await WireClient.start({ '/etc/mail/more.conf': 'match for any action "nowhere"\n' });
    const uri = client.open('smtpd.conf', `include "/etc/mail/more.conf"\n${CONFIG}listen on lo0 filter "none"\n`);
    const { refused } = await ask(client, 'smtpd/mailFlow', { uri });
    expect(refused).toMatchObject([
      { text: expect.stringMatching(/^more\.conf:1: .*"nowhere"/), location: { uri: client.uri('more.conf') } },
      {
        text: expect.stringMatching(/^smtpd\.conf:8: .*"none"/),
        location: { uri, range: { start: { line: 7, character: 21 } } },
      },
    ]);
    client.change(uri, 2, [{ text: CONFIG }]);
    expect((await ask(client, 'smtpd/mailFlow', { uri })).refused).toEqual([]);
    await client.stop();
  });

  /** Whether a client wants to be told, and how often it is told of a setting that changes the release, and one that does not. */
  test.each([
    [true, ['7.8.0', '6.8.0']],
    [false, []],
  ] as const)('a change of the target is told to clients that ask for it: %s', async (statusChanges, told) => {
    const client = new WireClient();
    const versions: string[] = [];
    const uri = client.uri('smtpd.conf');
    const asked: Promise<unknown>[] = [];
    client.connection.onNotification('smtpd/statusChanged', () => {
      asked.push(ask(client, 'smtpd/status', { uri }).then(({ version }) => versions.push(version)));
    });
    const capabilities = { workspace: { configuration: true } };
    const initializationOptions = { statusChanges };
    await client.request('initialize', { processId: null, rootUri: null, capabilities, initializationOptions });
    client.notify('initialized', {});
    client.open('smtpd.conf', CONFIG);
    await client.diagnostics(uri, 1);
    for (const [version, settings] of [
      [2, { targetVersion: '6.8.0' }],
      [3, { targetVersion: '6.8.0', codeLens: false }],
    ] as const) {
      client.settings = () => settings;
      client.notify('workspace/didChangeConfiguration', { settings: null });
      await ask(client, 'smtpd/status', { uri });
      client.change(uri, version, [{ text: `${CONFIG}# ${version}\n` }]);
      await client.diagnostics(uri, version);
    }
    await Promise.all(asked);
    expect(versions).toEqual(told);
    await client.stop();
  });

  const DIALECTS = [
    ['modern', CONFIG],
    ['legacy', 'accept from any for domain "example.org" deliver to mbox\n'],
    ['mixed', `${CONFIG}accept from any for domain "example.org" deliver to mbox\n`],
  ] as const;
  test.each(DIALECTS)('the target and the dialect: %s', async (dialect, text) => {
    const client = await WireClient.start();
    const uri = client.open('smtpd.conf', text);
    const status = await ask(client, 'smtpd/status', { uri });
    expect(status).toEqual({ version: '7.8.0', platform: 'openbsd', dialect });
    await client.stop();
  });
});
