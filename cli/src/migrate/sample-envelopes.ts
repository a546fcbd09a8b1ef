import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { Envelope } from '@smtpd-conf/engine';

/**
 * Envelopes around what a configuration asks for: each of its keys, what lies at and beside the bounds of its networks and
 * domains, and what it does not know. The same ones each time; only such as sessions can have.
 */
export function sampleEnvelopes({ rules, tables, listeners }: CompiledConfig, count: number): Envelope[] {
  const next = numbers(rules.length + 1);
  const pick = <T>(of: readonly T[]): T => of[next(of.length)] as T;
  const keys = [...new Set(tables.flatMap(({ entries = [] }) => entries.map(([key]) => key)))];
  const sources = ['local', '127.0.0.1', '203.0.113.9', ...keys.flatMap(addressesAround)];
  const domains = ['localhost', 'other.test', ...keys.flatMap(domainsAround)];
  const users = ['nobody', 'joe+tag', ...keys.flatMap(userOf)];
  // Rules of today take a tag in any case, those of 6.0 took it as written.
  const tags = ['', 'local', ...listeners.flatMap(({ tag }) => tag ?? [])];
  const canLogIn = listeners.some(({ auth }) => auth !== undefined);
  const address = (): Envelope['dest'] => ({ user: pick(users), domain: pick(domains) });
  return Array.from({ length: count }, () => {
    const dest = address();
    const source = pick(sources);
    const authenticated = source === 'local' || (canLogIn && next(3) === 0);
    return {
      tag: pick(tags),
      smtpname: 'mx.example.test',
      source,
      rdns: '<unknown>',
      helo: 'client.test',
      authenticated,
      username: authenticated && source !== 'local' ? 'joe' : '',
      sender: next(10) === 0 ? { user: '', domain: '' } : address(),
      rcpt: dest,
      dest,
      internal: next(5) === 0,
      bounce: false,
    };
  });
}

/** A generator of numbers below a bound that gives the same ones each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** An IPv4 address, or the first and the last of a network, and those before and behind. */
function addressesAround(key: string): string[] {
  const [, written, width = '32'] = /^(\d+(?:\.\d+){3})(?:\/(\d+))?$/.exec(key) ?? [];
  const bits = Number(width);
  if (written === undefined || bits > 32) return [];
  const size = 2 ** (32 - bits);
  const number = written.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(number / size) * size;
  return [first - 1, first, first + size - 1, first + size]
    .filter((one) => one >= 0 && one < 2 ** 32)
    .map((one) => [24, 16, 8, 0].map((shift) => Math.floor(one / 2 ** shift) % 256).join('.'));
}

/** A domain, one below it, and one that only ends like it; those of an address or a pattern. */
function domainsAround(key: string): string[] {
  const [, domain] = /^(?:[^@]*@)?(?:\*\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)$/i.exec(key) ?? [];
  return domain === undefined ? [] : [domain, `sub.${domain}`, `x${domain}`];
}

const userOf = (key: string): string[] => /^([a-z0-9.-]+)(?:@|$)/i.exec(key)?.slice(1) ?? [];
