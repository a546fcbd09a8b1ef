import type { CompiledListener, ListenerAuth, ListenerTls, SocketListener } from '@smtpd-conf/compiler';

/** What a session asks of its listener, the same for sockets and for local submission. */
export interface ListenerFacts {
  readonly hostname: string;
  /** The table that names the host by the listener's address. */
  readonly hostnames?: string;
  /** sa_to_text of the listener's address. */
  readonly address: string;
  /** Absent for local submission. */
  readonly port?: number;
  readonly local: boolean;
  readonly tag: string;
  readonly filter?: string;
  readonly tls?: ListenerTls;
  readonly auth?: ListenerAuth;
  readonly senders?: { readonly table: string; readonly masquerade: boolean };
  readonly maskSource: boolean;
  readonly receivedAuth: boolean;
  readonly dsn: boolean;
}

export function listenerFacts(listener: CompiledListener | SocketListener): ListenerFacts {
  if ('address' in listener) {
    const { address, family, tag, ...rest } = listener;
    return { ...rest, tag: tag ?? '', address: family === 'inet6' ? `[${address}]` : address };
  }
  const { tag, ...rest } = listener;
  return { ...rest, tag: tag ?? '', address: 'local', local: true, receivedAuth: false };
}
