import type { RelayAction } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import { lowerCase } from '../tables/ascii.js';
import { parseCredentials } from '../tables/values/credentials.js';
import { mailAddressText } from '../tables/values/mail-address.js';
import type { RelayHost } from '../tables/values/relay-host.js';
import type { Task } from '../task.js';
import { type DispatchServices, lookUp } from './dispatch-services.js';
import { failure } from './failures.js';
import type { Destination, DispatchFailure, RelayPlan, RelayTls } from './plan.js';
import { relayName } from './relay-name.js';
import { relaySender } from './relay-sender.js';
import { relayIdentity } from './relay-source.js';
import { smarthostOf } from './smarthost.js';

/** What mta_handle_envelope starts from where there is no smarthost. */
const ANY_EXCHANGER: Pick<RelayHost, 'tls' | 'lmtp' | 'port'> = { tls: 'opportunistic', lmtp: false, port: 0 };

/** mta.c, mta_session.c: where an envelope is sent to, and how. Nothing is connected to, and no MX asked for. */
export function* dispatchRelay(
  services: DispatchServices,
  action: RelayAction,
  envelope: Envelope,
): Task<RelayPlan | DispatchFailure> {
  const { settings } = services.config;
  const host = action.smarthost && (yield* smarthostOf(services, action, action.smarthost, envelope));
  if (host && 'lasting' in host) return host;
  const credentials =
    host?.authLabel === undefined ? undefined : yield* credentialsOf(services, action, host.authLabel);
  if (credentials && 'lasting' in credentials) return credentials;
  const identity = yield* relayIdentity(services, action);
  if ('lasting' in identity) return identity;
  const { lmtp, port, tls } = host ?? ANY_EXCHANGER;
  const mode = action.tls && tls === 'opportunistic' ? 'starttls' : tls;
  const destination: Destination = host ? { type: 'host', host: host.hostname } : ownRoute(action, envelope);
  return {
    type: 'relay',
    name: relayName(action, host, destination, mode),
    destination,
    protocol: lmtp ? 'lmtp' : 'smtp',
    port: port || (mode === 'smtps' ? 465 : 25),
    tls: tlsOf(action, mode),
    ...identity,
    ...(credentials ? { credentials } : {}),
    sender: yield* relaySender(services, action, envelope),
    recipient: mailAddressText(envelope.dest),
    ttl: action.ttl ?? settings.queue.ttl,
    ...(action.filter === undefined ? {} : { filter: action.filter }),
  };
}

/** mta.c:mta_relay: a backup is one by the name given, or by that of the listener which took the mail. */
function ownRoute({ backup }: RelayAction, { dest, smtpname }: Envelope): Destination {
  return { type: 'domain', domain: dest.domain, ...(backup ? { backup: backup.mx ?? smtpname } : {}) };
}

/** Certificates are verified where TLS is demanded, by the action or by the scheme of the host, and not `no-verify`. */
function tlsOf({ tls, pki, ca, ciphers, protocols }: RelayAction, mode: RelayTls['mode']): RelayTls {
  return {
    mode,
    verify: tls ? tls.verify : mode === 'starttls' || mode === 'smtps',
    ...(pki === undefined ? {} : { pki }),
    ...(ca === undefined ? {} : { ca }),
    ...(ciphers === undefined ? {} : { ciphers }),
    ...(protocols === undefined ? {} : { protocols }),
  };
}

/** lka.c:lka_credentials. */
function* credentialsOf(services: DispatchServices, { auth = '' }: RelayAction, label: string) {
  const answer = yield* lookUp(services, auth, 'credentials', label);
  const credentials = answer.outcome === 'found' ? parseCredentials(lowerCase(label), answer.value ?? '') : undefined;
  return credentials ?? failure('temporary', 'Could not retrieve credentials');
}
