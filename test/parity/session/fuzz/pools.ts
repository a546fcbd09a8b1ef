/** What generated configurations and sessions speak of, so that they meet. */
export const DOMAINS = ['a.test', 'b.test', 'sub.a.test', 'xb.test', 'mx.example.test', 'last.test'] as const;
export const LOCAL_PARTS = ['alice', 'bob', 'carol', 'dora', 'team', 'nobody-here', 'root', 'odd'] as const;
export const SENDERS = ['b@a.test', 'someone@b.test', 'c+d@example.com', 'Mixed@Case.Test'] as const;

/** Local parts and domains that few mail programs write; which of them are addresses at all is up to the daemon. */
export const ODD_LOCAL_PARTS = [
  '"quoted"',
  "o'neil",
  'a|b',
  '../x',
  'a%b',
  '$x',
  'a`b',
  '-rf',
  'a.b',
  'a..b',
  'a+b+c',
  '+',
  'a b',
  'é',
  'x'.repeat(64),
  'y'.repeat(256),
] as const;
export const ODD_DOMAINS = [
  '[192.0.2.1]',
  '[IPv6:::1]',
  '127.0.0.1',
  'localhost',
  'mx',
  'a_b.test',
  'A.Test',
  'a.test.',
  '-a.test',
  `${'d'.repeat(63)}.test`,
  '',
] as const;

/** Paths of files that a drawn configuration reads tables from, and that alias entries include. */
export const PEOPLE = '/etc/mail/people';
export const NETWORKS = '/etc/mail/networks';
export const INCLUDED = '/etc/mail/included';
export const NESTED = '/etc/mail/nested';

/** A key that senders were rewritten with before. */
export const BACKUP_SRS_KEY = 'earlier';

/** The users whom the submission listeners know, and what lets them in. */
export const PASSWORD = 'sec';
export const PASSWORD_HASH =
  '$6$saltsalt$zb5.8l46gHCAVpnlxR1ihbS2dK6I51EoFQSAgvuyqwOIBoesvm6bAA6fYiPA9FfWiRDL9PdJfFPXJjDBEAnz//';
export const ACCOUNTS = ['alice', 'bob@b.test'] as const;

export const SMTPS_PORT = 465;
export const STARTTLS_PORT = 26;
