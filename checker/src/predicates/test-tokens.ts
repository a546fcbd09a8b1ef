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
 * What words of entries have in common, so that keys need not be tried in every form: for a network its width, for a domain
 * whether it is a pattern, for an address which of its parts there are.
 */
export function tokenShape(kind: KeyKind, token: string): number {
  switch (kind) {
    case 'netaddr':
      return Number(/^\d+:(\d+):/.exec(token)?.[1] ?? -1);
    case 'domain':
      return token.startsWith('*') ? WILD : EXACT;
    case 'mailaddr': {
      const at = token.lastIndexOf('@');
      const domain = at === token.length - 1 ? NO_DOMAIN : token[at + 1] === '*' ? WILD : EXACT;
      return domain + (at === 0 ? 0 : WITH_USER);
    }
    case 'string':
    case 'login':
      return EXACT;
  }
}

const NO_DOMAIN = 0;
const EXACT = 1;
const WILD = 2;
const WITH_USER = 3;

/** The words of all entries of these shapes that may cover a key. */
export function soughtTokens(kind: KeyKind, key: string, shapes: ReadonlySet<number>): readonly string[] {
  switch (kind) {
    case 'netaddr': {
      const network = parseNetwork(key, true);
      if (network === undefined) return [key];
      const widths = [...shapes].filter((bits) => bits >= 0 && bits <= network.bits);
      return widths.map((bits) => prefixToken(network.bytes, bits));
    }
    case 'domain':
      return [EXACT, WILD].flatMap((shape) => (shapes.has(shape) ? (domainAs(shape, key) ?? []) : []));
    case 'mailaddr': {
      const address = parseMailAddress(key);
      if (address === undefined) return [];
      const tokens: string[] = [];
      for (const shape of shapes) {
        const domain = domainAs(shape % WITH_USER, address.domain);
        if (domain !== undefined) tokens.push(`${shape >= WITH_USER ? address.user : ''}@${domain}`);
      }
      return tokens;
    }
    case 'string':
    case 'login':
      return [key];
  }
}

/** A domain as an entry of a shape would have to say it; undefined where none can. */
function domainAs(shape: number, domain: string): string | undefined {
  if (shape === NO_DOMAIN) return '';
  if (shape === EXACT) return domain;
  // A pattern covers itself.
  if (domain.startsWith('*.')) return domain;
  const dot = domain.indexOf('.');
  return dot > 0 && !domain.includes('*') ? `*${domain.slice(dot)}` : undefined;
}

function prefixToken(bytes: readonly number[], bits: number): string {
  const whole = bytes.slice(0, bits >> 3);
  const rest = bits & 7 ? [(bytes[bits >> 3] ?? 0) & (0xff00 >> (bits & 7)) & 0xff] : [];
  return `${bytes.length}:${bits}:${[...whole, ...rest].join('.')}`;
}
