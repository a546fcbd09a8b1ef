import { type ClauseRow, defineClauses } from './clause.js';

const ROWS = {
  'bounce.warn-interval': {
    syntax: 'bounce warn-interval DELAYS',
    doc: 'When to warn the sender that a message is still queued; up to four delays, 4h by default.',
    manual: 'bounce',
  },
  admd: {
    syntax: '6.8.0 admd STRING',
    doc: 'The administrative domain that Authentication-Results headers name; the host name by default.',
    manual: 'admd',
  },
  'mda.limit': { syntax: 'mda limit LIMITS', doc: 'Limits on local delivery agents.', undocumented: true },
  'mda.wrapper': {
    syntax: 'mda wrapper PAIR',
    doc: 'A named command that runs the delivery command of actions which ask for this wrapper.',
    manual: 'mda',
  },
  'mta.max-deferred': {
    syntax: 'mta max-deferred NUMBER',
    doc: 'How many envelopes to hold back for a host that cannot be reached; 100 by default.',
    manual: 'mta',
  },
  'mta.limit': { syntax: 'mta limit LIMITS', doc: 'Limits on relaying to every domain.', undocumented: true },
  'mta.limit-for-domain': {
    syntax: 'mta limit for domain STRING LIMITS',
    doc: 'Limits on relaying to one domain; they start as a copy of the default limits set above this line.',
    undocumented: true,
  },
  'queue.compression': { syntax: 'queue compression', doc: 'Store queued messages compressed.', manual: 'queue' },
  'queue.encryption': {
    syntax: ['queue encryption', 'queue encryption STRING'],
    doc: 'Store queued messages encrypted; the key has 32 bytes, is read from standard input ("stdin", "-") or asked for.',
    manual: 'queue',
  },
  'queue.ttl': {
    syntax: 'queue ttl STRING',
    doc: 'How long a message may stay queued; 4d by default.',
    manual: 'queue',
  },
  'scheduler.limit': { syntax: 'scheduler limit LIMITS', doc: 'Limits on the scheduler.', undocumented: true },
  'smtp.limit': { syntax: 'smtp limit LIMITS', doc: 'Limits on one incoming SMTP session.', manual: 'smtp' },
  'smtp.ciphers': { syntax: 'smtp ciphers STRING', doc: 'The TLS ciphers offered to clients.', manual: 'smtp' },
  'smtp.max-message-size': {
    syntax: 'smtp max-message-size SIZE',
    doc: 'The largest message to accept, in bytes or with a unit (35M by default).',
    manual: 'smtp',
  },
  'smtp.sub-addr-delim': {
    syntax: 'smtp sub-addr-delim STRING',
    doc: 'The character between a user name and a sub-address; "+" by default.',
    manual: 'smtp',
  },
  'srs.key': {
    syntax: '6.6.0 srs key STRING',
    doc: 'The secret that signs rewritten sender addresses.',
    manual: 'srs',
  },
  'srs.key-backup': {
    syntax: '6.6.0 srs key backup STRING',
    doc: 'A former secret whose addresses are still accepted.',
    manual: 'srs',
  },
  'srs.ttl': {
    syntax: '6.6.0 srs ttl STRING',
    doc: 'How long a rewritten address stays valid, at least one day; 4d by default.',
    manual: 'srs',
  },
} satisfies Record<string, ClauseRow>;

/** Statements that set one value each. */
export const SETTINGS = defineClauses('setting', '', ROWS);

export const PKI = defineClauses('pki', 'pki', {
  'pki.cert': { syntax: 'cert STRING', doc: 'The file with the certificate chain.' },
  'pki.key': { syntax: 'key STRING', doc: 'The file with the private key: owner root, not readable by others.' },
  'pki.dhe': { syntax: 'dhe STRING', doc: 'Diffie-Hellman parameters: none (the default), auto or legacy.' },
});

export const CA = defineClauses('ca', 'ca', {
  'ca.cert': { syntax: 'cert STRING', doc: 'The file with the certificates of the authorities to trust.' },
});

export const PROC = defineClauses('proc', 'proc', {
  'proc.user': { syntax: '6.6.0 user STRING', doc: 'The user that the filter process runs as.', manual: 'EXAMPLES' },
  'proc.group': { syntax: '6.6.0 group STRING', doc: 'The group that the filter process runs as.', manual: 'EXAMPLES' },
  'proc.chroot': {
    syntax: '6.6.0 chroot STRING',
    doc: 'The directory that the filter process is confined to.',
    undocumented: true,
  },
});
