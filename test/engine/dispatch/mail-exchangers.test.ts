import { describe, expect, test } from 'vitest';
import { mailExchangers } from '../../../engine/src/dispatch/mail-exchangers.js';
import type { Destination } from '../../../engine/src/dispatch/plan.js';
import type { ExchangerAnswer } from '../../../engine/src/effect.js';
import { runTask } from '../../../engine/src/task.js';
import type { Version } from '../../../grammar/src/language/version.js';

const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'mx1.test': ['192.0.2.1', '2001:db8::1'],
  'mx2.test': ['192.0.2.2'],
  'mx3.test': ['192.0.2.3'],
  'far.test': ['192.0.2.9'],
  localhost: ['127.0.0.1'],
};
const DOMAIN: Destination = { type: 'domain', domain: 'far.test' };

/** Records as `preference host`. */
function exchangers(
  destination: Destination,
  answer: Exclude<ExchangerAnswer['outcome'], 'records'> | readonly string[],
  version: Version = '7.8.0',
) {
  const found = runTask(mailExchangers(destination, { version, platform: 'linux' }), (effect) => {
    if (effect.type === 'host-lookup') return HOSTS[effect.name] ?? [];
    if (typeof answer === 'string') return { outcome: answer };
    const records = answer
      .map((record) => record.split(' '))
      .map(([first, host = '']) => ({ host, preference: Number(first) }));
    return { outcome: 'records', records };
  });
  return found.type === 'failure'
    ? `${found.lasting}: ${found.status}`
    : found.exchangers.map(({ address }) => address);
}

describe('the addresses of a domain', () => {
  test.each<[string, Parameters<typeof exchangers>[1], string | readonly string[]]>([
    ['in the order of preference', ['20 mx2.test', '10 mx1.test'], ['192.0.2.1', '2001:db8::1', '192.0.2.2']],
    ['its own without MX', [], ['192.0.2.9']],
    ['none for MXs without an address', ['10 nowhere.test'], 'temporary: No MX found for domain'],
    ['none for the null MX', ['0 '], 'permanent: Domain does not accept mail'],
    ['none for localhost', ['10 localhost'], 'permanent: Domain does not accept mail'],
    ['those beside localhost', ['10 localhost', '20 mx2.test'], ['192.0.2.2']],
    ['none where there is no domain', 'no-domain', 'permanent: Domain does not exist'],
    ['none for a bad name', 'invalid', 'permanent: Invalid domain name'],
    ['none for now', 'failed', 'temporary: Temporary failure in MX lookup'],
  ])('are %s', (_title, answer, expected) => expect(exchangers(DOMAIN, answer)).toEqual(expected));

  test('until 7.4, localhost is an MX like others', () => {
    expect(exchangers(DOMAIN, ['10 localhost'], '7.4.0')).toEqual(['127.0.0.1']);
  });

  test('for a backup are those before it', () => {
    const records = ['10 mx1.test', '20 mx2.test', '30 mx3.test'];
    expect(exchangers({ ...DOMAIN, backup: 'MX2.test' }, records)).toEqual(['192.0.2.1', '2001:db8::1']);
    expect(exchangers({ ...DOMAIN, backup: 'mx1.test' }, records)).toBe('temporary: No MX found for destination');
    expect(exchangers({ ...DOMAIN, backup: 'other.test' }, records)).toHaveLength(4);
  });
});

test('a host has its own addresses, one in brackets is one', () => {
  expect(exchangers({ type: 'host', host: 'mx2.test' }, 'failed')).toEqual(['192.0.2.2']);
  expect(exchangers({ type: 'host', host: 'no.test' }, 'failed')).toBe('temporary: Host not found');
  expect(exchangers({ type: 'host', host: '[IPv6:2001:db8::7]' }, 'failed')).toEqual(['2001:db8::7']);
  expect(exchangers({ type: 'domain', domain: '[192.0.2.7]' }, 'failed')).toEqual(['192.0.2.7']);
});
