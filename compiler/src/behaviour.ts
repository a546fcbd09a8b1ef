import { existsIn, type Lifetime, type Version } from '@smtpd-conf/grammar';

/** In what the releases differ beyond their grammar: each name says what is so, from which release on, and up to which. */
const BEHAVIOURS = {
  /** Listeners act on their filters; the word was there before. */
  filters: { since: '6.6.0' },
  /** A listener takes several pki entries, compares their names as written, and needs one for TLS. */
  'several-pki': { since: '7.3.0' },
  /** Sizes that do not fit into 64 bits are refused; before, they overflowed. */
  'checked-sizes': { since: '7.3.0' },
  /** `relay src` takes a mapping too. */
  'mapping-as-source': { since: '7.5.0' },
  /** Mappings may stand where `auth`, `mail-from` and `rcpt-to` look keys up. */
  'mapping-as-list': { since: '7.5.0' },
  /** <localnames> no longer holds `[ADDRESS]` and `[IPv6:ADDRESS]`. */
  'localnames-without-literals': { since: '7.5.0' },
  /** The socket listener that nobody wrote offers delivery status notifications, as a written one does. */
  'socket-dsn': { since: '7.5.0' },
  /** A chain may not hold two filters of one process; from 6.7 on the check for it never finds anything. */
  'one-proc-per-chain': { since: '6.6.0', until: '6.7.0' },
  /** `lmtp` deliveries run as the daemon's own user, so the action takes no other. */
  'lmtp-as-daemon': { since: '7.3.0', until: '7.5.0' },
} as const satisfies Record<string, Lifetime>;

export type Behaviour = keyof typeof BEHAVIOURS;

/** Whether `version` behaves as the name says. */
export function behaves(version: Version, behaviour: Behaviour): boolean {
  return existsIn(BEHAVIOURS[behaviour], version);
}
