import { parseRelayHost } from '@smtpd-conf/engine';
import type { Target } from '@smtpd-conf/grammar';

/** Schemes of the grammar before 6.4, which no release since then reads, and what says the same today. */
const LEGACY_SCHEMES: Readonly<Record<string, string>> = {
  'tls+auth': 'smtp+tls',
  'smtps+auth': 'smtps',
  'smtp+auth': 'smtp+tls',
  'smtp+tls+auth': 'smtp+tls',
  tls: 'smtp+tls',
  ssl: 'smtps',
  'ssl+auth': 'smtps',
  secure: 'smtps',
  'secure+auth': 'smtps',
  backup: 'smtp',
};

export interface LegacyUrl {
  readonly scheme: string;
  /** The url in today's words. */
  readonly modern: string;
}

/** What a url with a scheme of before 6.4 says today; undefined for any other. */
export function legacyScheme(url: string): LegacyUrl | undefined {
  const [, scheme = '', rest = ''] = /^([a-z+]+):\/\/(.*)$/i.exec(url) ?? [];
  const modern = Object.hasOwn(LEGACY_SCHEMES, scheme.toLowerCase()) ? LEGACY_SCHEMES[scheme.toLowerCase()] : undefined;
  return modern === undefined ? undefined : { scheme, modern: `${modern}://${rest}` };
}

export interface PlainLabel {
  /** The same host with STARTTLS demanded. */
  readonly withTls: string;
}

/** A url that fails for the one reason that its label would be used without TLS; undefined for any other. */
export function plainLabel(url: string, target: Target): PlainLabel | undefined {
  if (parseRelayHost(url, target) !== undefined) return undefined;
  const withTls = url.replace(/^(smtp:\/\/|smtp\+notls:\/\/|)(?=[^/@]+@)/i, 'smtp+tls://');
  return withTls !== url && parseRelayHost(withTls, target)?.authLabel !== undefined ? { withTls } : undefined;
}
