import { atLeast, type Version } from '@smtpd-conf/grammar';

/** In what the releases differ beyond their grammar. Each name says what is so from its release on. */
const SINCE = {
  /** A listener takes several pki entries, compares their names as written, and needs one for TLS. */
  'several-pki': '7.3.0',
  /** Sizes that do not fit into 64 bits are refused; before, they overflowed. */
  'checked-sizes': '7.3.0',
  /** `relay src` takes a mapping too. */
  'mapping-as-source': '7.5.0',
  /** Mappings may stand where `auth`, `mail-from` and `rcpt-to` look keys up. */
  'mapping-as-list': '7.5.0',
  /** <localnames> no longer holds `[ADDRESS]` and `[IPv6:ADDRESS]`. */
  'localnames-without-literals': '7.5.0',
  /** The socket listener that nobody wrote offers delivery status notifications, as a written one does. */
  'socket-dsn': '7.5.0',
} as const satisfies Record<string, Version>;

export type Behaviour = keyof typeof SINCE;

/** Whether `version` behaves as the name says. */
export function behaves(version: Version, behaviour: Behaviour): boolean {
  return atLeast(version, SINCE[behaviour]);
}
