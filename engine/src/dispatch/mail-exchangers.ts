import type { Target } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { ExchangerAnswer } from '../effect.js';
import { sameButCase } from '../tables/ascii.js';
import { perform, type Task } from '../task.js';
import { failure } from './failures.js';
import type { Destination, DispatchFailure } from './plan.js';

/** An address to try. */
export interface Exchanger {
  readonly host: string;
  readonly address: string;
  /** -1 for an address that was written as such. */
  readonly preference: number;
}

/**
 * The addresses that lead to a destination, in the order of their preference (dns.c, mta.c:mta_find_route). Of those of one
 * preference the daemon takes the one with the fewest connections. Yields `exchanger-lookup` and `host-lookup`.
 */
export function* mailExchangers(
  destination: Destination,
  target: Target,
): Task<{ readonly type: 'exchangers'; readonly exchangers: readonly Exchanger[] } | DispatchFailure> {
  if (destination.type === 'host') return found(yield* addressesOf(destination.host, -1), 'Host not found');
  const { domain, backup } = destination;
  if (domain.startsWith('[')) return found(yield* addressesOf(domain, -1), 'No MX found for domain');
  const answer = yield* perform({ type: 'exchanger-lookup', domain });
  const hosts = exchangerHosts(answer, domain, target);
  if ('type' in hosts) return hosts;
  const exchangers: Exchanger[] = [];
  for (const { host, preference } of hosts) exchangers.push(...(yield* addressesOf(host, preference)));
  const limit = backup === undefined ? undefined : preferenceOf(answer, backup);
  const sorted = exchangers.sort((one, other) => one.preference - other.preference);
  if (sorted.length === 0) return failure('temporary', 'No MX found for domain');
  const closer = limit === undefined ? sorted : sorted.filter(({ preference }) => preference < limit);
  return found(closer, 'No MX found for destination');
}

function found(exchangers: readonly Exchanger[], otherwise: string) {
  return exchangers.length === 0 ? failure('temporary', otherwise) : ({ type: 'exchangers', exchangers } as const);
}

/** dns.c:dns_dispatch_mx. A domain without MX is its own; one that has none but the null MX takes no mail, since 7.5. */
function exchangerHosts(answer: ExchangerAnswer, domain: string, { version }: Target) {
  switch (answer.outcome) {
    case 'no-domain':
      return failure('permanent', 'Domain does not exist');
    case 'invalid':
      return failure('permanent', 'Invalid domain name');
    case 'failed':
      return failure('temporary', 'Temporary failure in MX lookup');
    case 'records': {
      const real = answer.records.filter((record) => !behaves(version, 'null-mx') || !isNull(record));
      if (real.length > 0) return real;
      if (answer.records.length > 0) return failure('permanent', 'Domain does not accept mail');
      return [{ host: domain, preference: 0 }];
    }
  }
}

function isNull({ host, preference }: { host: string; preference: number }): boolean {
  return host === 'localhost' || (host === '' && preference === 0);
}

/** dns.c:dns_dispatch_mx_preference: one that is not among them is no limit. */
function preferenceOf(answer: ExchangerAnswer, backup: string): number | undefined {
  if (answer.outcome !== 'records') return undefined;
  return answer.records.find(({ host }) => sameButCase(host, backup))?.preference;
}

/** dns.c:dns_lookup_host: an address in brackets stands for itself. */
function* addressesOf(host: string, preference: number): Task<Exchanger[]> {
  const literal = /^\[(?:ipv6:)?([^\]]*)\]$/i.exec(host)?.[1];
  const addresses = literal === undefined ? yield* perform({ type: 'host-lookup', name: host }) : [literal];
  return addresses.map((address) => ({ host, address, preference }));
}
