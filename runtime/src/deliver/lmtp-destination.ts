/** What net.createConnection takes. */
export type LmtpDestination = { readonly path: string } | { readonly host: string; readonly port: number };

/** Reads the destination of an lmtp action (mail.lmtp.c:lmtp_connect): a socket's path, or host[:port], port 25 if none. */
export function lmtpDestination(text: string): LmtpDestination | { readonly problem: string } {
  if (text.startsWith('/')) return { path: text };
  const bracketed = /^\[(?:ipv6:)?([^\]]*)\](?::(.*))?$/is.exec(text);
  if (text.startsWith('[') && !bracketed) return { problem: 'inet: invalid address syntax' };
  const colon = text.indexOf(':');
  const host = bracketed?.[1] ?? (colon === -1 ? text : text.slice(0, colon));
  const service = bracketed ? bracketed[2] : colon === -1 ? undefined : text.slice(colon + 1);
  if (service !== undefined && !/^\d{1,5}$/.test(service)) return { problem: 'inet: the port is no number' };
  return { host, port: Number(service ?? 25) };
}
