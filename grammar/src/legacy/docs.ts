import type { LegacyContext } from '../language/clause.js';
import { CLAUSES } from '../language/clauses.js';

/** What is known of clauses of which the one of today with the same id says too much or something else; by context and id. */
const OWN: Readonly<Record<string, string>> = {
  'legacy-listen listen.pki': 'The certificate to present.',
  'legacy-listen listen.tag': 'A tag that accept and reject rules can ask for.',
  'legacy-criterion match.auth': 'Sessions that authenticated.',
  'legacy-method method.maildir': 'Deliver to a maildir, ~/Maildir by default.',
  'legacy-method relay.host':
    'Send through this host: [scheme://[label@]]host[:port]. The schemes with +auth need a label, and a table of credentials.',
  'legacy-relay relay.tls': 'Demand TLS; with verify, servers need a valid certificate.',
  'legacy-via relay.tls': 'Servers need a valid certificate; the scheme has to be one with TLS.',
  'legacy-via relay.auth': 'A mapping from the labels in urls to credentials.',
  'legacy-accept action.ttl': 'How long a message may stay queued by this rule.',
};

/** One line on a clause before 6.4. */
export function legacyDoc(context: LegacyContext, id: string): string {
  return OWN[`${context} ${id}`] ?? CLAUSES[id as keyof typeof CLAUSES].doc;
}
