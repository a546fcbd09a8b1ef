import type { RelayAction } from '@smtpd-conf/compiler';
import type { RelayHost } from '../tables/values/relay-host.js';
import type { Destination, RelayTls } from './plan.js';

/** How a relay is reached, by the words for it in the log. */
const SCHEMES: Readonly<Record<RelayTls['mode'], string>> = {
  opportunistic: 'smtp',
  starttls: 'smtp+tls',
  smtps: 'smtps',
  no: 'smtp+notls',
};

/**
 * What the daemon's log and `smtpctl show relays` call a relay (mta.c:mta_relay_to_text). Envelopes with the same name share
 * connections. `host` is the smarthost, absent where the domain's own exchangers are asked.
 */
export function relayName(
  action: RelayAction,
  host: Pick<RelayHost, 'port' | 'lmtp' | 'authLabel'> | undefined,
  destination: Destination,
  mode: RelayTls['mode'],
): string {
  const { auth, pki, source, heloSource, helo } = action;
  const backup = destination.type === 'domain' ? destination.backup : undefined;
  const parts = [
    destination.type === 'host' ? destination.host : destination.domain,
    host && host.port !== 0 ? `port=${host.port}` : '',
    mode === 'no' && host?.lmtp ? 'lmtp' : SCHEMES[mode],
    host?.authLabel === undefined ? '' : `auth=${auth ?? ''}:${host.authLabel}`,
    named('pki_name', pki),
    destination.type === 'host' ? 'mx' : '',
    named('backup', backup),
    named('sourcetable', source),
    named('helotable', heloSource),
    named('heloname', helo),
  ];
  return `[relay:${parts.filter((part) => part !== '').join(',')}]`;
}

function named(name: string, value: string | undefined): string {
  return value === undefined ? '' : `${name}=${value}`;
}
