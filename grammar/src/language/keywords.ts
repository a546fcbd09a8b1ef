import { LEGACY_KEYWORDS, OLDER_KEYWORDS } from '../legacy/keywords.js';
import { ReservedWords } from '../lexer/reserved-words.js';
import { FIRST_KEYWORD } from '../lexer/token.js';
import { existsIn, LEGACY_VERSION, type Lifetime, type Version } from './version.js';

/**
 * The words that lookup() in parse.y knows, with the releases that reserve them. A reserved word is no string, even
 * where no rule has a place for it, so it must be quoted to be used as a name or value.
 */
const SINCE_6_4_0 =
  'action alias any auth auth-optional backup bounce ca cert ciphers compression dhe domain encryption expand-only ' +
  'filter for forward-only from helo helo-src host hostname hostnames include inet4 inet6 junk key limit listen lmtp ' +
  'local mail-from maildir mask-src masquerade match max-deferred max-message-size mbox mda mta mx no-dsn no-verify on ' +
  'pki port queue rcpt-to received-auth recipient reject relay scheduler senders smtp smtps socket src sub-addr-delim ' +
  'table tag tagged tls tls-require ttl user userbase verify virtual warn-interval wrapper';
const SINCE_6_6_0 =
  'chain chroot commit connect data data-line disconnect ehlo fcrdns group noop phase proc proc-exec proxy-v2 quit rdns ' +
  'regex report rewrite rset smtp-in smtp-out srs';

export const KEYWORDS: ReadonlyMap<string, Lifetime> = new Map<string, Lifetime>([
  ...SINCE_6_4_0.split(' ').map((word): [string, Lifetime] => [word, { since: '6.4.0' }]),
  ...SINCE_6_6_0.split(' ').map((word): [string, Lifetime] => [word, { since: '6.6.0' }]),
  ['to', { since: '6.4.0', until: '6.6.0' }],
  ['bypass', { since: '6.7.0' }],
  ['admd', { since: '6.8.0' }],
  ['protocols', { since: '7.3.0' }],
]);

const KEYWORD_LIST: readonly string[] = [
  ...new Set([...KEYWORDS.keys(), ...LEGACY_KEYWORDS, ...OLDER_KEYWORDS.keys()]),
];
const TYPE_OF: ReadonlyMap<string, number> = new Map(KEYWORD_LIST.map((word, index) => [word, FIRST_KEYWORD + index]));

/** The token type of a keyword of any release and dialect; throws for a word that is none, which is a mistake in our tables. */
export function keywordType(word: string): number {
  const type = TYPE_OF.get(word);
  if (type === undefined) throw new Error(`not a keyword: ${word}`);
  return type;
}

/** The keyword of a token type, or undefined for a type that is no keyword's. */
export function keywordOf(type: number): string | undefined {
  return KEYWORD_LIST[type - FIRST_KEYWORD];
}

const WORDS_BY_VERSION = new Map<Version, ReservedWords>();

/** What lookup() in parse.y knows in `version`: its keywords with their types. Other words are strings. */
export function reservedWords(version: Version): ReservedWords {
  let words = WORDS_BY_VERSION.get(version);
  if (words === undefined) {
    words = new ReservedWords([...TYPE_OF].filter(([word]) => isKeyword(word, version)));
    WORDS_BY_VERSION.set(version, words);
  }
  return words;
}

/** Whether lookup() of `version` knows the word. */
function isKeyword(word: string, version: Version): boolean {
  if (version === LEGACY_VERSION) return LEGACY_KEYWORDS.includes(word);
  const lifetime = KEYWORDS.get(word);
  return lifetime !== undefined && existsIn(lifetime, version);
}
