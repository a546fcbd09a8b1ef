import { PLATFORMS, type Target } from '@smtpd-conf/grammar';
import { startsWithNoCase, strtonum } from '../ascii.js';
import { isDomainPart } from './domain-part.js';

/** struct relayhost. */
export interface RelayHost {
  readonly tls: 'opportunistic' | 'starttls' | 'smtps' | 'no';
  readonly lmtp: boolean;
  /** A name, or an address in brackets. */
  readonly hostname: string;
  readonly port: number;
  /** The key into the credentials; absent: no authentication. */
  readonly authLabel?: string;
}

/** `lmtp://` has no port of its own, so one must be written. */
const SCHEMES: readonly (Pick<RelayHost, 'tls' | 'lmtp' | 'port'> & { readonly prefix: string })[] = [
  { prefix: 'smtp://', tls: 'opportunistic', lmtp: false, port: 25 },
  { prefix: 'smtp+tls://', tls: 'starttls', lmtp: false, port: 25 },
  { prefix: 'smtp+notls://', tls: 'no', lmtp: false, port: 25 },
  { prefix: 'lmtp://', tls: 'no', lmtp: true, port: 0 },
  { prefix: 'smtps://', tls: 'smtps', lmtp: false, port: 465 },
];
const DEFAULT_SCHEME = { prefix: '', tls: 'opportunistic', lmtp: false, port: 25 } as const;

/** The buffer of to.c:text_to_relayhost, without its NUL. */
const LONGEST_URL = 1023;

/**
 * to.c:text_to_relayhost: `[scheme://][label@]host[:port]`. What follows the host without a colon, or the port of a bracket,
 * is not looked at. Undefined where the daemon refuses it: an unknown scheme, no host, a label without TLS.
 */
export function parseRelayHost(text: string, { platform }: Target): RelayHost | undefined {
  if (text.length > LONGEST_URL) return undefined;
  const scheme = SCHEMES.find(({ prefix }) => startsWithNoCase(text, prefix));
  if (scheme === undefined && text.includes('://')) return undefined;
  const { prefix, tls, lmtp, port: usual } = scheme ?? DEFAULT_SCHEME;
  const rest = text.slice(prefix.length);
  const at = rest.indexOf('@');
  const authLabel = rest.slice(0, Math.max(at, 0));
  const address = rest.slice(at + 1);
  const hostname = hostOf(address);
  const port = hostname === undefined ? undefined : portOf(address.slice(hostname.length), usual);
  if (hostname === undefined || port === undefined) return undefined;
  if (hostname.length > PLATFORMS[platform].hostNameMax || !isDomainPart(hostname, platform)) return undefined;
  if (lmtp && port === 0) return undefined;
  if (authLabel === '') return { tls, lmtp, hostname, port };
  return tls === 'starttls' || tls === 'smtps' ? { tls, lmtp, hostname, port, authLabel } : undefined;
}

/** Undefined for a bracket that does not close. */
function hostOf(address: string): string | undefined {
  if (!address.startsWith('[')) return /^[A-Za-z0-9_.-]*/.exec(address)?.[0];
  const end = address.indexOf(']');
  return end < 0 ? undefined : address.slice(0, end + 1);
}

function portOf(rest: string, usual: number): number | undefined {
  return rest.startsWith(':') ? strtonum(rest.slice(1), 1, 65535) : usual;
}
