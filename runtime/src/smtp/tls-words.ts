/** The versions that Node's OpenSSL knows, oldest first. */
const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof VERSIONS)[number];

/** Words of tls_config_parse_protocols(3), and the versions that they stand for. */
const PROTOCOLS: ReadonlyMap<string, readonly TlsVersion[]> = new Map<string, readonly TlsVersion[]>([
  ['all', VERSIONS],
  ['legacy', VERSIONS],
  ['tlsv1', VERSIONS],
  ['default', ['TLSv1.2', 'TLSv1.3']],
  ['secure', ['TLSv1.2', 'TLSv1.3']],
  ['tlsv1.0', ['TLSv1']],
  ['tlsv1.1', ['TLSv1.1']],
  ['tlsv1.2', ['TLSv1.2']],
  ['tlsv1.3', ['TLSv1.3']],
]);

/** Words of tls_config_set_ciphers(3), and OpenSSL's for the same. */
const CIPHERS: ReadonlyMap<string, string> = new Map([
  ['default', 'HIGH+EECDH:HIGH+EDH:!aNULL:!SHA1'],
  ['secure', 'HIGH+EECDH:HIGH+EDH:!aNULL:!SHA1'],
  ['compat', 'HIGH:!aNULL'],
  ['legacy', 'HIGH:MEDIUM:!aNULL'],
  ['all', 'ALL:!aNULL:!eNULL'],
  ['insecure', 'ALL:!aNULL:!eNULL'],
]);

/** The oldest and the newest version of a listener's `protocols`; undefined for words that name none. */
export function tlsVersions(words: string): { readonly oldest: TlsVersion; readonly newest: TlsVersion } | undefined {
  const chosen = new Set<TlsVersion>();
  for (const word of words.split(/[,:]/).map((one) => one.trim().toLowerCase())) {
    const negated = word.startsWith('!');
    const named = PROTOCOLS.get(negated ? word.slice(1) : word);
    if (named === undefined) return undefined;
    // A word that takes something away first takes it from all.
    if (negated && chosen.size === 0) for (const version of VERSIONS) chosen.add(version);
    for (const version of named) negated ? chosen.delete(version) : chosen.add(version);
  }
  const versions = VERSIONS.filter((version) => chosen.has(version));
  const [oldest, newest] = [versions[0], versions.at(-1)];
  return oldest && newest ? { oldest, newest } : undefined;
}

/** A listener's `ciphers` as OpenSSL has it. */
export function opensslCiphers(words: string): string {
  return CIPHERS.get(words.toLowerCase()) ?? words;
}
