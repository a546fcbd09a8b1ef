/** The words that lookup() in 6.0.3's parse.y knows. */
export const LEGACY_KEYWORDS: readonly string[] = (
  'accept alias any as auth auth-optional authenticated backup bounce-warn ca certificate ciphers compression deliver ' +
  'dhe domain encryption expire filter for forward-only from hostname hostnames include inet4 inet6 key limit listen ' +
  'lmtp local maildir mask-source masquerade max-message-size max-mta-deferred mbox mda mta no-dsn on pki port queue ' +
  'rcpt-to received-auth recipient reject relay scheduler sender senders session smtps socket source ' +
  'subaddressing-delimiter table tag tagged tls tls-require to userbase verify via virtual'
).split(' ');

/**
 * Words of releases before 6.0 that were strings again by then, with the words they may stand after; at the start of a
 * statement those after '', behind anything that asks for no name those after '*'. Anywhere else they are names.
 */
export const OLDER_KEYWORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['all', ['for', 'from', '!']],
  ['map', ['']],
  ['curve', ['']],
  ['compress', ['queue']],
  ['enable', ['*']],
  ['secure', ['*']],
  ['ssl', ['*']],
]);

/** Words after which a name follows, so that no older keyword can stand there. */
export const BEFORE_NAMES: ReadonlySet<string> = new Set(
  'on tag tagged hostname pki ca certificate filter port key as via table alias virtual userbase'.split(' '),
);
