import { defineClauses } from './clause.js';

const LISTEN_MANUAL = 'listen on interface';

export const LISTEN = defineClauses('listen', LISTEN_MANUAL, {
  'listen.inet4': { syntax: 'inet4', doc: 'Listen on the IPv4 addresses only.' },
  'listen.inet6': { syntax: 'inet6', doc: 'Listen on the IPv6 addresses only.' },
  'listen.port': {
    syntax: ['port NUMBER', 'port STRING', '6.6.0 port smtp', '6.6.0 port smtps'],
    doc: 'The port, as a number or a service name; 25 by default, 465 with smtps.',
  },
  'listen.filter': {
    syntax: ['filter STRING', '6.6.0 filter FILTERS'],
    doc: 'The filter, or chain of filters, that sessions pass through.',
  },
  'listen.smtps': {
    syntax: ['smtps', 'smtps verify'],
    doc: 'TLS from the first byte, on port 465 unless told otherwise; with verify, clients need a valid certificate.',
  },
  'listen.tls': { syntax: 'tls', doc: 'Offer STARTTLS.' },
  'listen.tls-require': {
    syntax: ['tls-require', 'tls-require verify'],
    doc: 'Demand STARTTLS before mail; with verify, clients need a valid certificate.',
  },
  'listen.ciphers': { syntax: '7.3.0 ciphers STRING', doc: 'The TLS ciphers offered on this listener.' },
  'listen.protocols': { syntax: '7.3.0 protocols STRING', doc: 'The TLS versions offered on this listener.' },
  'listen.pki': {
    syntax: 'pki STRING',
    doc: 'The certificate to present; since 7.3 several, of which the client picks one by server name.',
  },
  'listen.ca': { syntax: 'ca STRING', doc: 'The authorities that vouch for client certificates.' },
  'listen.auth': {
    syntax: ['auth', 'auth TABLE'],
    doc: 'Demand authentication, against the system users or a credentials table. Needs TLS.',
  },
  'listen.auth-optional': {
    syntax: ['auth-optional', 'auth-optional TABLE'],
    doc: 'Offer authentication without demanding it. Needs TLS.',
  },
  'listen.tag': { syntax: 'tag STRING', doc: 'A tag that match rules can ask for.' },
  'listen.hostname': { syntax: 'hostname STRING', doc: 'The host name in the greeting and in Received headers.' },
  'listen.hostnames': { syntax: 'hostnames TABLE', doc: 'A mapping from local addresses to host names.' },
  'listen.mask-src': { syntax: 'mask-src', doc: 'Leave the client out of the Received header.' },
  'listen.received-auth': {
    syntax: 'received-auth',
    doc: 'Write into the Received header that, and as whom, the client authenticated.',
  },
  'listen.no-dsn': { syntax: 'no-dsn', doc: 'Do not offer delivery status notifications.' },
  'listen.proxy-v2': {
    syntax: '6.6.0 proxy-v2',
    doc: 'Expect the PROXY protocol, version 2, from a load balancer in front.',
  },
  'listen.senders': {
    syntax: ['senders TABLE', 'senders TABLE masquerade'],
    doc: 'Which addresses each authenticated user may send from; with masquerade, From headers are rewritten too.',
  },
});

export const LISTEN_SOCKET = defineClauses('listen-socket', 'listen on socket', {
  'socket.filter': {
    syntax: ['filter STRING', '6.6.0 filter FILTERS'],
    doc: 'The filter, or chain of filters, that locally submitted mail passes through.',
  },
  'socket.mask-src': { syntax: 'mask-src', doc: 'Leave the local user out of the Received header.' },
  'socket.no-dsn': { syntax: '7.5.0 no-dsn', doc: 'Do not offer delivery status notifications.' },
  'socket.tag': { syntax: '6.7.0 tag STRING', doc: 'A tag that match rules can ask for.' },
});
