import { parseMailAddress, parseNetwork } from '@smtpd-conf/engine';
import type { KeyKind } from './keys.js';

/**
 * A word under which an entry is found by every key that it covers (entryCovers), as `soughtTokens` gives them. Undefined
 * where there is no such word.
 */
export function entryToken(kind: KeyKind, entry: string): string | undefined {
  switch (kind) {
    case 'netaddr': {
      const network = parseNetwork(entry, true);
      if (network === undefined) return entry;
      return network.bits < 0 ? undefined : prefixToken(network.bytes, network.bits);
    }
    case 'domain':
      return domainToken(entry);
    case 'mailaddr': {
      const address = parseMailAddress(entry);
      if (address === undefined || (address.user === '' && address.domain === '')) return undefined;
      const domain = address.domain === '' ? '' : domainToken(address.domain);
      return domain === undefined ? undefined : `${address.user}@${domain}`;
    }
    case 'string':
    case 'login':
      return entry;
  }
}

/** A pattern has a word only where its one star stands for the first label. */
function domainToken(entry: string): string | undefined {
  return entry.lastIndexOf('*') <= 0 && (!entry.startsWith('*') || entry.startsWith('*.')) ? entry : undefined;
}

/**
 * The words of all entries that may cover the first of some keys. `widths` are those that networks among the entries have; so
 * they are a part of the question.
 */
export function soughtWords(kind: KeyKind, keys: readonly string[], widths: ReadonlySet<number>): readonly string[] {
  const known = SOUGHT.get(keys) ?? new Map<KeyKind, Sought>();
  SOUGHT.set(keys, known);
  const before = known.get(kind);
  if (before && (kind !== 'netaddr' || before.widths === [...widths].join())) return before.words;
  const sought = { widths: [...widths].join(), words: [...soughtTokens(kind, keys[0] ?? '', widths)] };
  known.set(kind, sought);
  return sought.words;
}

interface Sought {
  readonly widths: string;
  readonly words: readonly string[];
}

/** Keys outlive an edit elsewhere. */
const SOUGHT = new WeakMap<readonly string[], Map<KeyKind, Sought>>();

function* soughtTokens(kind: KeyKind, key: string, widths: Iterable<number>): Iterable<string> {
  switch (kind) {
    case 'netaddr': {
      const network = parseNetwork(key, true);
      if (network === undefined) yield key;
      else for (const bits of widths) if (bits <= network.bits) yield prefixToken(network.bytes, bits);
      return;
    }
    case 'domain':
      yield* domainTokens(key);
      return;
    case 'mailaddr': {
      const address = parseMailAddress(key);
      if (address === undefined) return;
      for (const domain of ['', ...domainTokens(address.domain)]) {
        yield `@${domain}`;
        yield `${address.user}@${domain}`;
      }
      return;
    }
    case 'string':
    case 'login':
      yield key;
  }
}

function* domainTokens(domain: string): Iterable<string> {
  yield domain;
  const dot = domain.indexOf('.');
  if (dot > 0 && !domain.includes('*')) yield `*${domain.slice(dot)}`;
}

/** The width of the network that a word is of. */
export function widthOf(token: string): number | undefined {
  const width = /^\d+:(\d+):/.exec(token)?.[1];
  return width === undefined ? undefined : Number(width);
}

function prefixToken(bytes: readonly number[], bits: number): string {
  const whole = bytes.slice(0, bits >> 3);
  const rest = bits & 7 ? [(bytes[bits >> 3] ?? 0) & (0xff00 >> (bits & 7)) & 0xff] : [];
  return `${bytes.length}:${bits}:${[...whole, ...rest].join('.')}`;
}
