import type { Effect, ReverseAnswer } from '@smtpd-conf/engine';

/**
 * What an address resolves to, for the log (mta_session.c:mta_getnameinfo_cb): the address where it has no name, undefined
 * where nobody could say.
 */
export async function nameOfHost(
  address: string,
  answer: (effect: Effect) => Promise<unknown>,
): Promise<string | undefined> {
  const { name, confirmed } = (await answer({ type: 'reverse-lookup', address })) as ReverseAnswer;
  return name ?? (confirmed === 'error' ? undefined : address);
}
