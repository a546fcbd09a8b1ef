import type { CompiledListener } from '@smtpd-conf/compiler';

/** Addresses that strangers cannot reach: loopback, link-local, private and shared ones (RFC 1918, 3927, 4193, 4291, 6598). */
const PRIVATE =
  /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd]|fe[89ab])/i;

/** Whether strangers may reach this listener, as far as its address tells; one that is not known may be anything. */
export function facesStrangers({ address }: CompiledListener): boolean {
  return !PRIVATE.test(address);
}

/** Whether an address or network is of the loopback interface (RFC 1122, 4291), or is the word for local programs. */
export function isLoopback(network: string): boolean {
  return network === 'local' || network.startsWith('127.') || network === '::1' || network === '::1/128';
}
