import { defineClauses } from './clause.js';

/** Criteria of `match`; each may have `!` before it. */
export const CRITERIA = defineClauses('match', 'match', {
  'match.tag': {
    syntax: ['tag TABLE', '6.6.0 tag regex TABLE'],
    doc: 'The tag of the listener that took the session.',
  },
  'match.helo': { syntax: ['helo TABLE', '6.6.0 helo regex TABLE'], doc: 'The name that the client greeted with.' },
  'match.tls': { syntax: 'tls', doc: 'Sessions under TLS. Up to 7.8 each recipient that reaches it is deferred.' },
  'match.auth': {
    syntax: ['auth', 'auth TABLE', '6.6.0 auth regex TABLE'],
    doc: 'Authenticated sessions, of anyone or of the users listed.',
  },
  'match.mail-from': {
    syntax: ['mail-from TABLE', '6.6.0 mail-from regex TABLE'],
    doc: 'The sender address: user@domain, @domain or user.',
  },
  'match.rcpt-to': {
    syntax: ['rcpt-to TABLE', '6.6.0 rcpt-to regex TABLE'],
    doc: 'The recipient address: user@domain, @domain or user.',
  },
  'match.from-socket': { syntax: 'from socket', doc: 'Mail submitted by a program on this host.' },
  'match.from-local': {
    syntax: 'from local',
    doc: "Mail from this host: its socket and its interfaces' addresses. The default.",
  },
  'match.from-any': { syntax: 'from any', doc: 'Mail from anywhere.' },
  'match.from-src': {
    syntax: ['from src TABLE', '6.6.0 from src regex TABLE'],
    doc: 'The address that the client connects from: address or network.',
  },
  'match.from-rdns': {
    syntax: ['6.6.0 from rdns', '6.6.0 from rdns TABLE', '6.6.0 from rdns regex TABLE'],
    doc: 'The name that the address of the client resolves to; any name where none is given.',
  },
  'match.from-auth': {
    syntax: ['6.7.0 from auth', '6.7.0 from auth TABLE', '6.7.0 from auth regex TABLE'],
    doc: 'Authenticated sessions, from anywhere.',
  },
  'match.from-mail-from': {
    syntax: ['6.7.0 from mail-from TABLE', '6.7.0 from mail-from regex TABLE'],
    doc: 'The sender address, from anywhere.',
  },
  'match.for-local': {
    syntax: 'for local',
    doc: 'Mail to localhost, to the host name and to the addresses of this host. The default.',
  },
  'match.for-any': { syntax: 'for any', doc: 'Mail to any domain.' },
  'match.for-domain': {
    syntax: ['for domain TABLE', '6.6.0 for domain regex TABLE'],
    doc: 'The domain of the recipient; * stands for one run of characters.',
  },
  'match.for-rcpt-to': {
    syntax: ['6.7.0 for rcpt-to TABLE', '6.7.0 for rcpt-to regex TABLE'],
    doc: 'The recipient address, in any domain.',
  },
});

/** What a rule does with the envelopes it matches; exactly one, at its end. */
export const OUTCOMES = defineClauses('match-outcome', 'match', {
  'match.reject': { syntax: 'reject', doc: 'Refuse the recipient.' },
  'match.action': { syntax: 'action STRING', doc: 'Hand the envelope to an action defined above.' },
});
