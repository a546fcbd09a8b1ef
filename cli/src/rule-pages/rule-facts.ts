import type { KnownRule } from '@smtpd-conf/checker';

/** What a rule is beside its text: a label and a value each, in plain words. */
export function ruleFacts({
  severity,
  category,
  since,
  aliases = [],
  versions = {},
  platforms,
  fix,
  source,
  daemon,
  bad,
}: KnownRule): readonly (readonly [label: string, value: string])[] {
  const facts: (readonly [string, string | undefined])[] = [
    ['Severity', severity],
    ['Category', category],
    ['Fix', fix && `${fix === 'safe' ? '--fix' : '--fix-unsafe'} mends it`],
    ['smtpd', daemonSays(category, bad && daemon)],
    ['Releases', releases(versions)],
    ['Platforms', platforms?.join(', ')],
    ['Source', source],
    ['Since', `smtpd-lint ${since}`],
    ['Once called', aliases.length > 0 ? aliases.join(', ') : undefined],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

function daemonSays(category: string, daemon: KnownRule['daemon']): string | undefined {
  if (daemon !== undefined)
    return daemon === 'accepts' ? 'smtpd -n accepts the bad example' : 'smtpd -n refuses the bad example';
  return category === 'daemon' ? 'smtpd -n complains of it as well' : undefined;
}

function releases({ since, until }: NonNullable<KnownRule['versions']>): string | undefined {
  if (since === undefined && until === undefined) return undefined;
  return [since && `from ${since}`, until && `before ${until}`].filter(Boolean).join(', ');
}
