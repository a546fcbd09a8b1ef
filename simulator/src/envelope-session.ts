import type { CompiledConfig, CompiledListener, SocketListener } from '@smtpd-conf/compiler';
import { utf8Encoded } from '@smtpd-conf/engine';
import { parseIPv4, parseIPv6 } from '@smtpd-conf/grammar';
import { envelopeClient } from './host/envelope-client.js';
import type { SessionRequest } from './simulate.js';

/** An envelope and the session that it comes in, as the options of `simulate` give it. */
export interface EnvelopeFacts {
  /** ADDRESS:PORT, PORT, a tag, or "socket"; the first listener by default, the socket for clients of the socket. */
  readonly listener?: string;
  /** An address, or "socket". */
  readonly from?: string;
  readonly rdns?: string;
  readonly helo?: string;
  readonly tls?: boolean;
  readonly auth?: string;
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  /** A byte text. */
  readonly message?: string;
}

/** Why there is no such session: what to say to the user. */
export interface ImpossibleSession {
  readonly impossible: string;
}

const LOCAL_CLIENT = '127.0.0.1';
const MESSAGE = 'Subject: dry run\r\n\r\nThis message exists only in a dry run.\r\n';

/** The session in which an envelope is handed in; what cannot be is said in words. */
export function envelopeSession(config: CompiledConfig, facts: EnvelopeFacts): SessionRequest | ImpossibleSession {
  const place = sessionPlace(config, facts);
  if ('impossible' in place) return place;
  const { listener } = place;
  if (facts.auth !== undefined && !('auth' in listener && listener.auth)) {
    return {
      impossible: `the listener takes no AUTH, so nobody can be "${facts.auth}" there; name another with --listener`,
    };
  }
  const needsTls = facts.tls || facts.auth !== undefined;
  if (facts.tls && !('tls' in listener && listener.tls)) {
    return { impossible: 'the listener has no TLS; name another with --listener' };
  }
  return {
    ...place,
    client: envelopeClient({
      helo: utf8Encoded(facts.helo ?? facts.rdns ?? (place.peer.family === 'local' ? 'localhost' : 'client.example')),
      tls: needsTls,
      ...(facts.auth === undefined ? {} : { auth: facts.auth }),
      mailFrom: addressText(facts.mailFrom),
      rcptTo: facts.rcptTo.map(addressText),
      message: facts.message ?? MESSAGE,
    }),
    trusting: facts.auth !== undefined,
  };
}

/** Addresses may be given as they stand in a command, `<>` too. */
function addressText(given: string): string {
  return utf8Encoded(given.replace(/^<(.*)>$/, '$1'));
}

/** Who comes to which listener. */
export function sessionPlace(
  config: CompiledConfig,
  { listener: name, from, rdns }: Pick<EnvelopeFacts, 'listener' | 'from' | 'rdns'>,
): Omit<SessionRequest, 'client'> | ImpossibleSession {
  const overSocket = from === 'socket' || name === 'socket';
  if (overSocket && from !== undefined && from !== 'socket') {
    return {
      impossible: `a client from ${from} cannot come over the socket; leave out --from or name another --listener`,
    };
  }
  const listener = overSocket ? config.socket : findListener(config, name, from);
  if (!listener) return { impossible: noListener(config, name) };
  if (overSocket) return { listener, peer: { family: 'local' } };
  const address = clientAddress(from ?? (isInet6(listener) ? '::1' : LOCAL_CLIENT));
  if (!address) return { impossible: `"${from}" is no address; give one like 192.0.2.1 or 2001:db8::1, or "socket"` };
  return {
    listener,
    peer: { ...address, port: 40_000 },
    ...(rdns === undefined ? {} : { reverse: { name: rdns, confirmed: 'yes' as const } }),
  };
}

/** Without a name, the first listener of the client's family. */
function findListener(
  { listeners }: CompiledConfig,
  name: string | undefined,
  from: string | undefined,
): CompiledListener | undefined {
  if (name === undefined) {
    const family = from?.includes(':') ? 'inet6' : 'inet4';
    return listeners.find((one) => one.family === family) ?? listeners[0];
  }
  const bare = name.replace(/^\[(.*)\]/, '$1');
  return listeners.find(
    ({ address, port, tag, on }) =>
      bare === `${address}:${port}` ||
      bare === String(port) ||
      bare === address ||
      bare === tag ||
      bare === `${on}:${port}`,
  );
}

function noListener({ listeners }: CompiledConfig, name: string | undefined): string {
  const known = listeners.map(
    ({ address, port, tag }) => `${address}:${port}${tag === undefined ? '' : ` (tag ${tag})`}`,
  );
  const list = known.length === 0 ? 'only the socket' : `${known.join(', ')}, socket`;
  return name === undefined
    ? `the configuration listens on ${list}`
    : `there is no listener "${name}"; there are ${list}`;
}

function isInet6(listener: CompiledListener | SocketListener): boolean {
  return 'family' in listener && listener.family === 'inet6';
}

/** With or without brackets. */
function clientAddress(text: string): { family: 'inet4' | 'inet6'; address: string } | undefined {
  const address = text.replace(/^\[(?:IPv6:)?(.*)\]$/i, '$1');
  if (parseIPv4(address)) return { family: 'inet4', address };
  return parseIPv6(address) ? { family: 'inet6', address } : undefined;
}
