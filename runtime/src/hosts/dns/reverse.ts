import { lookup, lookupService } from 'node:dns/promises';
import type { ReverseAnswer } from '@smtpd-conf/engine';

/** getnameinfo(3) and getaddrinfo(3), as smtp_session.c:smtp_getnameinfo_cb asks them. Never rejects. */
export async function reverseLookup(address: string): Promise<ReverseAnswer> {
  let name: string;
  try {
    name = (await lookupService(address, 0)).hostname;
  } catch (error) {
    return { confirmed: isNoSuchName(error) ? 'no' : 'error' };
  }
  // The resolver gives the address back where it has no name.
  if (name === address) return { confirmed: 'no' };
  try {
    const addresses = await lookup(name, { all: true });
    return { name, confirmed: addresses.some((one) => one.address === address) ? 'yes' : 'no' };
  } catch (error) {
    return { name, confirmed: isNoSuchName(error) ? 'no' : 'error' };
  }
}

function isNoSuchName(error: unknown): boolean {
  return ['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA'].includes((error as NodeJS.ErrnoException).code ?? '');
}
