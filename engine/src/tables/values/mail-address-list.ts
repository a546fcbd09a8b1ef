import type { MailAddress } from '../../envelope.js';
import { splitCommaList } from './comma-list.js';
import { parseMailAddress } from './mail-address.js';

/** mailaddr.c:mailaddr_line, the value of a `senders` table: addresses between commas. Undefined where one cannot be read. */
export function parseMailAddressList(value: string): MailAddress[] | undefined {
  const addresses: MailAddress[] = [];
  for (const part of splitCommaList(value)) {
    const address = part === undefined ? undefined : parseMailAddress(part);
    if (address === undefined) return undefined;
    addresses.push(address);
  }
  return addresses;
}
