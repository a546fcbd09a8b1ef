import type { RelayAction } from '@smtpd-conf/compiler';
import { utf8Encoded } from '../session/byte-text.js';
import { lowerCase } from '../tables/ascii.js';
import { parseAddressName, parseSocketAddress } from '../tables/values/socket-address.js';
import type { Task } from '../task.js';
import { addressText } from './address-text.js';
import { type DispatchServices, fetch, lookUp } from './dispatch-services.js';
import { failure } from './failures.js';
import type { DispatchFailure } from './plan.js';

export interface RelayIdentity {
  readonly helo: string;
  /** As to.c:sa_to_text writes addresses: those of IPv6 in brackets. */
  readonly source?: string;
}

/** What is said once every address to send from has been tried; an address that is none is one of them. */
const NO_ROUTE = failure('temporary', 'No valid route to destination');

/**
 * Where the daemon connects from, and what it calls itself there (mta.c:mta_query_source, mta_session.c:mta_connect).
 * `helo-src` counts only where `src` gives an address.
 */
export function* relayIdentity(services: DispatchServices, action: RelayAction): Task<RelayIdentity | DispatchFailure> {
  const { target, settings } = services.config;
  const ownName = utf8Encoded(action.helo ?? settings.hostname);
  if (action.source === undefined) return { helo: ownName };
  const answer = yield* fetch(services, action.source, 'source');
  const address = answer.outcome === 'found' ? parseSocketAddress(answer.value ?? '', target) : undefined;
  if (!address) return NO_ROUTE;
  const source = addressText(address);
  if (action.heloSource === undefined) return { helo: ownName, source };
  const name = yield* lookUp(services, action.heloSource, 'addrname', source);
  const read = name.outcome === 'found' ? parseAddressName(lowerCase(source), name.value ?? '', target) : undefined;
  return read ? { helo: read.name, source } : NO_ROUTE;
}
