import { defineLegacy } from './clause.js';

/** Options of `listen on` (6.0.3's parse.y: opt_if_listen), and what 5.x had before them. */
export const LEGACY_LISTEN = defineLegacy('legacy-listen', {
  'listen.inet4': 'inet4',
  'listen.inet6': 'inet6',
  'listen.port': ['port STRING', 'port NUMBER'],
  'listen.filter': 'filter STRING',
  /** `secure`, and `ssl` before it, offered STARTTLS on port 25 as well. */
  'listen.smtps': ['smtps', 'smtps verify', '- secure', '- ssl'],
  'listen.tls': 'tls',
  'listen.tls-require': ['tls-require', 'tls-require verify'],
  'listen.pki': ['pki STRING', '- certificate STRING'],
  'listen.ca': 'ca STRING',
  'listen.auth': ['auth', 'auth TABLE'],
  'listen.auth-optional': ['auth-optional', 'auth-optional TABLE', '- enable auth'],
  'listen.tag': 'tag STRING',
  'listen.hostname': 'hostname STRING',
  'listen.hostnames': 'hostnames TABLE',
  'listen.mask-src': 'mask-source',
  'listen.received-auth': 'received-auth',
  'listen.no-dsn': 'no-dsn',
  'listen.senders': ['senders TABLE', 'senders TABLE masquerade'],
});

/** Options of `listen on socket` (opt_sock_listen). */
export const LEGACY_SOCKET = defineLegacy('legacy-socket', {
  'socket.filter': 'filter STRING',
  'socket.mask-src': 'mask-source',
});
