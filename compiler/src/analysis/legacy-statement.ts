import type { Statement } from '@smtpd-conf/grammar';

/** First words that only the grammar before 6.4 has, and what took their place. */
const FIRST_WORDS: Readonly<Record<string, string>> = {
  accept: 'an action and a match rule',
  reject: 'match … reject',
  'bounce-warn': 'bounce warn-interval',
  expire: 'queue ttl',
  'max-message-size': 'smtp max-message-size',
  'max-mta-deferred': 'mta max-deferred',
  'subaddressing-delimiter': 'smtp sub-addr-delim',
  ciphers: 'smtp ciphers',
  limit: 'smtp limit, mda limit, mta limit or scheduler limit',
  map: 'table',
  enqueuer: 'listen on socket filter',
};

/** Words that a statement of today's grammar has lost, by its first word. */
const LOST_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  listen: {
    secure: 'two listeners, one with tls and one with smtps',
    'mask-source': 'mask-src',
    certificate: 'pki',
    ssl: 'smtps',
  },
  pki: { certificate: 'cert' },
  ca: { certificate: 'cert' },
  queue: { key: 'queue encryption KEY' },
};

/** Says of a broken statement that it is one of the grammar before 6.4; undefined where it is not. */
export function legacyStatement(statement: Statement): string | undefined {
  const [first] = statement.tokens;
  const error = statement.error;
  if (first === undefined || first.quoted || error === undefined) return undefined;
  const instead = FIRST_WORDS[first.text];
  if (instead !== undefined && statement.tokens[1]?.text !== '=') {
    return `This is the grammar from before 6.4: "${first.text}" has become ${instead}.`;
  }
  const lost = LOST_WORDS[first.text]?.[error.token.text];
  if (lost === undefined || error.token.quoted) return undefined;
  return `This is the grammar from before 6.4: "${error.token.text}" has become ${lost}.`;
}
