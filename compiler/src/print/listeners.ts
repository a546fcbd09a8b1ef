import type { CompiledListener, ListenerTls, SocketListener } from '../config/compiled-config.js';
import type { Fragment } from './fragment.js';
import type { Orderable } from './order.js';
import type { Scribe } from './scribe.js';
import { options, statement } from './statement.js';

/** The listeners that one `listen on` was expanded into over the addresses of an interface. */
export function groupListeners(listeners: readonly CompiledListener[]): CompiledListener[][] {
  const groups: CompiledListener[][] = [];
  let current:
    | { readonly key: string; readonly addresses: Set<string>; readonly group: CompiledListener[] }
    | undefined;
  for (const listener of listeners) {
    const key = JSON.stringify({ ...listener, family: '', address: '', scope: 0, local: false });
    const address = `${listener.address}%${listener.scope ?? ''}`;
    if (current?.key === key && !current.addresses.has(address)) current.group.push(listener);
    else {
      current = { key, addresses: new Set(), group: [listener] };
      groups.push(current.group);
    }
    current.addresses.add(address);
  }
  return groups;
}

/** `listen on INTERFACE …` for listeners that differ in their address only. */
export function printListeners(scribe: Scribe, group: readonly CompiledListener[]): Orderable {
  const listener = group[0] as CompiledListener;
  const families = new Set(group.map(({ family }) => family));
  const parts = [
    ...(families.size === 1 && !isAddress(listener.on)
      ? [scribe.clause(`listen.${listener.family}`, listener.family)]
      : []),
    ...port(scribe, listener),
    ...(listener.tls ? tls(scribe, listener.tls) : []),
    ...auth(scribe, listener),
    ...names(scribe, listener),
    ...scribe.wordClause('listen.tag', 'tag STRING', listener.tag),
    ...scribe.filterClause('listen.filter', listener.filter),
    ...flags(scribe, listener),
  ];
  const written = statement(['listen on', scribe.word(listener.on), ...(parts.length === 0 ? [] : [options(parts)])]);
  return { ...written, sequence: 'listeners' };
}

/** `listen on socket …`; nothing where it is as the daemon has it anyway. */
export function printSocket(scribe: Scribe, socket: SocketListener): Orderable[] {
  const parts = [
    ...scribe.wordClause('socket.tag', 'tag STRING', socket.tag),
    ...scribe.filterClause('socket.filter', socket.filter),
    ...(socket.maskSource ? [scribe.clause('socket.mask-src', 'mask-src')] : []),
  ];
  // Before 7.5 the socket offers notifications if, and only if, a statement speaks of it; `no-dsn` came with 7.5.
  const always = scribe.behaves('socket-dsn');
  const unwritten = parts.length === 0 && socket.dsn === always;
  if (unwritten) return [];
  if (!socket.dsn) parts.push(scribe.clause('socket.no-dsn', 'no-dsn'));
  return [statement(['listen on socket', options(parts)])];
}

function port(scribe: Scribe, { port: wanted, tls: secured }: CompiledListener): Fragment[] {
  if (wanted === (secured?.mode === 'smtps' ? 465 : 25)) return [];
  if (wanted < 1 || wanted > 65535) scribe.complain(`${wanted} is no port`);
  return [scribe.clause('listen.port', 'port NUMBER', scribe.number(wanted))];
}

const TLS_WORDS = { starttls: 'tls', 'starttls-require': 'tls-require', smtps: 'smtps' } as const;

function tls(scribe: Scribe, { mode, verify, pki, ca, ciphers, protocols }: ListenerTls): Fragment[] {
  const word = TLS_WORDS[mode];
  if (verify && mode === 'starttls') scribe.complain('"tls verify" cannot be written');
  if (pki.length === 0) scribe.refuse('several-pki', 'TLS without a pki entry cannot be written');
  if (pki.length > 1) scribe.need('several-pki', 'more than one "pki" cannot be written');
  return [
    scribe.clause(`listen.${word}`, verify && mode !== 'starttls' ? `${word} verify` : word),
    ...pki.map((name) => scribe.clause('listen.pki', 'pki STRING', scribe.name('pki', name))),
    ...(ca === undefined ? [] : [scribe.clause('listen.ca', 'ca STRING', scribe.name('ca', ca))]),
    ...scribe.wordClause('listen.ciphers', 'ciphers STRING', ciphers),
    ...scribe.wordClause('listen.protocols', 'protocols STRING', protocols),
  ];
}

function auth(scribe: Scribe, { auth: wanted, senders }: CompiledListener): Fragment[] {
  const parts: Fragment[] = [];
  if (wanted) {
    const word = wanted.required ? 'auth' : 'auth-optional';
    if (wanted.table === undefined) parts.push(scribe.clause(`listen.${word}`, word));
    else parts.push(...scribe.tableClause(`listen.${word}`, `${word} TABLE`, wanted.table));
  }
  if (senders) {
    const form = senders.masquerade ? 'senders TABLE masquerade' : 'senders TABLE';
    parts.push(...scribe.tableClause('listen.senders', form, senders.table));
  }
  return parts;
}

function names(scribe: Scribe, { hostname, hostnames }: CompiledListener): Fragment[] {
  const own = hostname === scribe.config.settings.hostname ? undefined : hostname;
  return [
    ...scribe.wordClause('listen.hostname', 'hostname STRING', own),
    ...scribe.tableClause('listen.hostnames', 'hostnames TABLE', hostnames),
  ];
}

function flags(scribe: Scribe, { maskSource, receivedAuth, dsn, proxyV2 }: CompiledListener): Fragment[] {
  return [
    ...(maskSource ? [scribe.clause('listen.mask-src', 'mask-src')] : []),
    ...(receivedAuth ? [scribe.clause('listen.received-auth', 'received-auth')] : []),
    ...(dsn ? [] : [scribe.clause('listen.no-dsn', 'no-dsn')]),
    ...(proxyV2 ? [scribe.clause('listen.proxy-v2', 'proxy-v2')] : []),
  ];
}

function isAddress(on: string): boolean {
  return /^\d+(\.\d+){3}$/.test(on) || on.includes(':');
}
