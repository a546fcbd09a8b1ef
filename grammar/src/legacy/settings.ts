import { defineLegacy } from './clause.js';

/** Statements that set one value each (6.0.3's parse.y: main). */
export const LEGACY_SETTINGS = defineLegacy('legacy-setting', {
  'bounce.warn-interval': ['bounce-warn', 'bounce-warn DELAYS'],
  'smtp.sub-addr-delim': 'subaddressing-delimiter STRING',
  'queue.compression': ['queue compression', '- queue compress'],
  'queue.encryption': ['queue encryption', 'queue encryption key STRING'],
  'queue.ttl': 'expire STRING',
  'smtp.max-message-size': 'max-message-size SIZE',
  'mta.max-deferred': 'max-mta-deferred NUMBER',
  'smtp.limit': 'limit session LIMITS',
  'mda.limit': 'limit mda LIMITS',
  'mta.limit-for-domain': 'limit mta for domain STRING LIMITS',
  'mta.limit': 'limit mta LIMITS',
  'scheduler.limit': 'limit scheduler LIMITS',
  'smtp.ciphers': 'ciphers STRING',
});

export const LEGACY_PKI = defineLegacy('legacy-pki', {
  'pki.cert': 'certificate STRING',
  'pki.key': 'key STRING',
  'pki.dhe': 'dhe STRING',
});

export const LEGACY_CA = defineLegacy('legacy-ca', { 'ca.cert': 'certificate STRING' });
