import { defineClauses } from './clause.js';

export const METHODS = defineClauses('action-method', 'action', {
  'method.mbox': { syntax: 'mbox', doc: "Deliver to the user's system mailbox." },
  'method.maildir': {
    syntax: ['maildir', 'maildir junk', 'maildir STRING', 'maildir STRING junk'],
    doc: 'Deliver to a maildir, ~/Maildir by default; with junk, mail marked as spam goes to its Junk folder.',
  },
  'method.lmtp': {
    syntax: ['lmtp STRING', 'lmtp STRING rcpt-to'],
    doc: 'Hand over to an LMTP server at host:port or a socket path; with rcpt-to, under the recipient address instead of the user name.',
  },
  'method.mda': { syntax: 'mda STRING', doc: 'Run a command that reads the message on its standard input.' },
  'method.forward-only': {
    syntax: 'forward-only',
    doc: 'Only forward, as aliases and .forward files say; never deliver here.',
  },
  'method.expand-only': {
    syntax: 'expand-only',
    doc: 'Only expand aliases and .forward files; file and command targets are allowed.',
  },
  'method.relay': { syntax: 'relay', doc: 'Send to another mail server, by default the one that DNS names.' },
});

export const LOCAL_OPTIONS = defineClauses('action-local', 'action', {
  'local.user': { syntax: 'user STRING', doc: 'Deliver as this user, whoever the recipient is.' },
  'local.alias': { syntax: 'alias TABLE', doc: 'A mapping from user names to their aliases.' },
  'local.virtual': { syntax: 'virtual TABLE', doc: 'A mapping from addresses and names to users and addresses.' },
  'local.userbase': {
    syntax: 'userbase TABLE',
    doc: 'Where user ids and home directories are found, instead of the system.',
  },
  'local.wrapper': { syntax: 'wrapper STRING', doc: 'The mda wrapper to run the delivery command in.' },
});

export const RELAY_OPTIONS = defineClauses('action-relay', 'action relay', {
  'relay.helo': { syntax: 'helo STRING', doc: 'The name to greet with.' },
  'relay.helo-src': { syntax: 'helo-src TABLE', doc: 'A mapping from source addresses to names to greet with.' },
  'relay.pki': { syntax: 'pki STRING', doc: 'The certificate to present to servers.' },
  'relay.ca': { syntax: 'ca STRING', doc: 'The authorities that vouch for servers.' },
  'relay.ciphers': { syntax: '7.3.0 ciphers STRING', doc: 'The TLS ciphers to offer.' },
  'relay.protocols': { syntax: '7.3.0 protocols STRING', doc: 'The TLS versions to offer.' },
  'relay.src': { syntax: 'src TABLE', doc: 'The local addresses to connect from.' },
  'relay.mail-from': { syntax: 'mail-from STRING', doc: 'The sender address to give instead of the original one.' },
  'relay.backup': {
    syntax: ['backup', 'backup mx STRING'],
    doc: 'Act as backup MX: relay only to exchangers preferred over this host, or over the one named.',
  },
  'relay.host': { syntax: 'host TABLE', doc: 'The smarthost, as [scheme://[label@]]host[:port], or a list of them.' },
  'relay.domain': { syntax: '6.7.0 domain TABLE', doc: 'A mapping from recipient domains to smarthosts.' },
  'relay.tls': {
    syntax: ['tls', 'tls no-verify'],
    doc: 'Demand TLS, with a valid certificate unless no-verify is given.',
  },
  'relay.auth': {
    syntax: 'auth TABLE',
    doc: 'A mapping from smarthost labels to credentials; only after host or domain.',
  },
  'relay.filter': {
    syntax: ['6.7.0 filter STRING', '6.7.0 filter FILTERS'],
    doc: 'The filter, or chain of filters, that outgoing sessions are reported to.',
    undocumented: true,
  },
  'relay.srs': { syntax: '6.6.0 srs', doc: 'Rewrite the sender of forwarded mail; only after an srs key.' },
});

export const ACTION_OPTIONS = defineClauses('action', 'action', {
  'action.ttl': { syntax: 'ttl STRING', doc: 'How long a message may stay queued for this action; the last option.' },
});
