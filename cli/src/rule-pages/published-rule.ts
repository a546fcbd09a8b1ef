import type { Example, KnownRule } from '@smtpd-conf/checker';

/** All that is known of a rule, as plain data: `rules --format json` and `explain --format json`. */
export interface PublishedRule {
  readonly id: string;
  readonly category: string;
  readonly severity: string;
  readonly since: string;
  readonly aliases: readonly string[];
  /** The best fix that it may offer; null where it offers none. */
  readonly fix: 'safe' | 'unsafe' | null;
  readonly versions: { readonly since: string | null; readonly until: string | null };
  /** Null for all. */
  readonly platforms: readonly string[] | null;
  readonly what: string;
  readonly why: string;
  readonly how: string;
  readonly bad: Example | null;
  readonly good: Example | null;
  /** What `smtpd -n` says of the bad example; null where there is none. */
  readonly daemon: 'accepts' | 'refuses' | null;
  readonly source: string | null;
  readonly options: Readonly<
    Record<string, { readonly what: string; readonly default: unknown; readonly schema: object }>
  >;
}

export function publishedRule(rule: KnownRule): PublishedRule {
  const { id, category, severity, since, what, why, how, aliases = [], versions = {}, options = {} } = rule;
  const { bad = null, good = null } = rule;
  return {
    id,
    category,
    severity,
    since,
    aliases,
    fix: rule.fix ?? null,
    versions: { since: versions.since ?? null, until: versions.until ?? null },
    platforms: rule.platforms ?? null,
    what,
    why,
    how,
    bad,
    good,
    daemon: rule.daemon ?? null,
    source: rule.source ?? null,
    options,
  };
}
