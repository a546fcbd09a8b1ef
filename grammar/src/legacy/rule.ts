import { defineLegacy } from './clause.js';

/** What accept and reject rules ask for (6.0.3's parse.y: opt_decision). A `!` stands behind the keyword. */
export const LEGACY_CRITERIA = defineLegacy('legacy-criterion', {
  'match.mail-from': ['sender TABLE', 'sender ! TABLE'],
  'match.rcpt-to': ['recipient TABLE', 'recipient ! TABLE'],
  'match.from-src': ['from source TABLE', 'from ! source TABLE', '- from TABLE', '- from ! TABLE'],
  'match.from-any': ['from any', 'from ! any', '- from all', '- from ! all'],
  'match.from-local': ['from local', 'from ! local'],
  'match.for-domain': ['for domain TABLE', 'for ! domain TABLE'],
  'match.for-any': ['for any', 'for ! any', '- for all', '- for ! all'],
  'match.for-local': ['for local', 'for ! local'],
  'match.tag': ['tagged STRING', 'tagged ! STRING', '- on STRING'],
  'match.auth': ['authenticated', '! authenticated'],
});

/** Where names and users are looked up (opt_lookup). */
export const LEGACY_LOOKUPS = defineLegacy('legacy-lookup', {
  'local.alias': 'alias TABLE',
  'local.virtual': 'virtual TABLE',
  'local.userbase': 'userbase TABLE',
});

/** What is done with the mail (action). */
export const LEGACY_METHODS = defineLegacy('legacy-method', {
  'method.maildir': ['deliver to maildir', 'deliver to maildir STRING'],
  'method.mbox': ['deliver to mbox', '- deliver to mbox STRING'],
  'method.lmtp': ['deliver to lmtp STRING', 'deliver to lmtp STRING rcpt-to'],
  'method.mda': 'deliver to mda STRING',
  'method.relay': 'relay',
  'relay.host': 'relay via STRING',
});

/** After lmtp and mda (deliver_as). */
export const LEGACY_USER = defineLegacy('legacy-user', { 'local.user': 'as STRING' });

const RELAY_COMMON = {
  'relay.mail-from': 'as STRING',
  'relay.src': 'source TABLE',
  'relay.helo': 'hostname STRING',
  'relay.helo-src': 'hostnames TABLE',
  'relay.pki': ['pki STRING', '- certificate STRING'],
  'relay.ca': 'ca STRING',
} as const;

/** After `relay` (relay). */
export const LEGACY_RELAY = defineLegacy('legacy-relay', {
  ...RELAY_COMMON,
  'relay.backup': ['backup', 'backup STRING'],
  'relay.tls': ['tls', 'tls verify'],
});

/** After `relay via` (relay_via). */
export const LEGACY_VIA = defineLegacy('legacy-via', {
  ...RELAY_COMMON,
  'relay.auth': 'auth TABLE',
  'relay.tls': 'verify',
});

/** At the end of an accept rule (opt_accept). */
export const LEGACY_ACCEPT = defineLegacy('legacy-accept', {
  'action.ttl': 'expire STRING',
  'method.forward-only': 'forward-only',
});
