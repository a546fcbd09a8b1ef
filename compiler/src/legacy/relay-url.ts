import { parseIPv4, parseIPv6 } from '@smtpd-conf/grammar';
import { isHostName } from '../statements/host-name.js';

/** What a `relay via` url of 6.0 asks for, in today's terms. */
export interface LegacyRelay {
  /** The smarthost as the `host` option takes it; undefined where the url names a backup exchanger. */
  readonly host?: string;
  /** The exchanger to be the backup of. */
  readonly backup?: string;
  /** The TLS that is demanded; undefined where none is, or where the host's scheme says it all. */
  readonly tls?: { readonly verify: boolean };
  /** Whether the url asks for a login, and so needs a credentials table. */
  readonly auth: boolean;
  /** Whether TLS is used at all, so that `verify` may follow. */
  readonly secured: boolean;
  /** What the url asked for and no release since 6.4 can do. */
  readonly inexact?: string;
}

interface Scheme {
  /** Today's scheme; undefined for a backup exchanger. */
  readonly now: string | undefined;
  /** Whether TLS is demanded. */
  readonly tls: boolean;
  readonly auth: boolean;
  readonly inexact?: string;
}

const scheme = (now: string | undefined, tls = false, auth = false): Scheme => ({ now, tls, auth });

const FALLBACK =
  'secure:// tried TLS from the first byte and then STARTTLS; since 6.4 a smarthost has one of them, here the first';

/** The schemes of 6.0.3 (to.c: text_to_relayhost) and what says the same since 6.4. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  'smtp://': scheme('smtp+notls://'),
  'lmtp://': scheme('lmtp://'),
  'smtp+tls://': scheme('smtp://'),
  'smtps://': scheme('smtps://', true),
  'tls://': scheme('smtp+tls://', true),
  'smtps+auth://': scheme('smtps://', true, true),
  'tls+auth://': scheme('smtp+tls://', true, true),
  'secure://': { ...scheme('smtps://', true), inexact: FALLBACK },
  'secure+auth://': { ...scheme('smtps://', true, true), inexact: FALLBACK },
  'backup://': scheme(undefined),
  'tls+backup://': scheme(undefined, true),
};

/** A url without a scheme took TLS where the server offered it. */
const NO_SCHEME = SCHEMES['smtp+tls://'] as Scheme;

const LONGEST_URL = 1023;
const LONGEST_HOST = 255;

/**
 * Reads the url of `relay via` as 6.0.3 does (to.c: text_to_relayhost); undefined for one that it refuses.
 * @param verify whether `verify` follows: the certificate counts. Nobody looked at it otherwise.
 */
export function readRelayUrl(url: string, verify = false): LegacyRelay | undefined {
  if (url.length > LONGEST_URL) return undefined;
  const lower = url.toLowerCase();
  const found = Object.keys(SCHEMES).find((name) => lower.startsWith(name));
  if (found === undefined && url.includes('://')) return undefined;
  const { now, tls, auth, inexact } = found === undefined ? NO_SCHEME : (SCHEMES[found] as Scheme);
  const rest = url.slice(found?.length ?? 0);
  const at = rest.indexOf('@');
  const label = at === -1 ? '' : rest.slice(0, at);
  const [host, port] = hostAndPort(rest.slice(at + 1));
  if (host === undefined || !isDomainPart(host) || port === null) return undefined;
  if (auth !== (label !== '')) return undefined;
  if (now === 'lmtp://' && port === undefined) return undefined;
  const where = `${label === '' ? '' : `${label}@`}${host}${port === undefined ? '' : `:${port}`}`;
  return {
    ...(now === undefined ? { backup: host } : { host: `${now}${where}` }),
    ...(tls ? { tls: { verify } } : {}),
    auth,
    secured: tls,
    ...(inexact === undefined ? {} : { inexact }),
  };
}

/** The port is null where it is none; what follows the host and is no port is not looked at. */
function hostAndPort(text: string): [host: string | undefined, port: number | undefined | null] {
  const host = (text.startsWith('[') ? /^\[[^\]]*\]/ : /^[0-9A-Za-z_.-]*/).exec(text)?.[0];
  if (host === undefined || host.length > LONGEST_HOST) return [undefined, undefined];
  if (text[host.length] !== ':') return [host, undefined];
  const port = /^\s*\+?\d+$/.test(text.slice(host.length + 1)) ? Number(text.slice(host.length + 1)) : 0;
  return [host, port >= 1 && port <= 65535 ? port : null];
}

/** util.c: valid_domainpart. */
function isDomainPart(host: string): boolean {
  if (host === '') return false;
  const literal = /^\[(?:ipv6:)?(.*)\]$/i.exec(host)?.[1];
  return literal === undefined ? isHostName(host) : (parseIPv4(literal) ?? parseIPv6(literal)) !== undefined;
}
