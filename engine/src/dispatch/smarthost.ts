import type { RelayAction } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import { parseRelayHost, type RelayHost } from '../tables/values/relay-host.js';
import type { Task } from '../task.js';
import { type DispatchServices, fetch, lookUp } from './dispatch-services.js';
import { failure } from './failures.js';
import type { DispatchFailure } from './plan.js';

/**
 * The host of `host` and `domain` (mta.c:mta_query_smarthost, mta_handle_envelope): of a list the next entry, of a mapping
 * that of the destination's domain. Whatever is wrong with it is thought to pass.
 */
export function* smarthostOf(
  services: DispatchServices,
  action: RelayAction,
  { table, byDomain }: NonNullable<RelayAction['smarthost']>,
  { dest }: Envelope,
): Task<RelayHost | DispatchFailure> {
  const answer = byDomain
    ? yield* lookUp(services, table, 'relayhost', dest.domain)
    : yield* fetch(services, table, 'relayhost');
  if (answer.outcome !== 'found') return failure('temporary', 'Cannot retrieve smarthost');
  const host = parseRelayHost(answer.value ?? '', services.config.target);
  if (!host) return failure('temporary', 'Cannot parse smarthost');
  if (host.authLabel !== undefined && action.auth === undefined) {
    return failure('temporary', 'No auth table for relaying');
  }
  if (action.tls && host.tls === 'no') return failure('temporary', 'TLS required for relaying');
  return host;
}
