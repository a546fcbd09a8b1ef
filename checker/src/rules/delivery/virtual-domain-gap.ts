import type { TableState } from '@smtpd-conf/compiler';
import type { Rule } from '../../predicates/rule-tests.js';
import { conf, defineRule, type Found } from '../../rule.js';
import { RULESET } from '../../subject/ruleset.js';
import { statementPlace } from '../../syntax.js';

interface Gap extends Found {
  readonly domain: string;
  readonly table: string;
}

export const virtualDomainGap = defineRule<Gap>({
  id: 'virtual-domain-gap',
  category: 'delivery',
  severity: 'warning',
  since: '0.1.0',
  what: 'A rule takes mail for a domain of which the virtual table of its action says nothing.',
  why: 'Every recipient in that domain is refused with 524.',
  how: 'Add addresses of the domain, or @domain, to the table, or take the domain out of the rule.',
  bad: conf(
    'table users { "bob@example.org" = "bob" }',
    'action "a" mbox virtual <users>',
    'match from any for domain { "example.org", "example.net" } action "a"',
  ),
  good: conf(
    'table users { "bob@example.org" = "bob", "@example.net" = "bob" }',
    'action "a" mbox virtual <users>',
    'match from any for domain { "example.org", "example.net" } action "a"',
  ),
  daemon: 'accepts',
  source: 'aliases.c: aliases_virtual_get',
  needs: 'whole',
  scope: { each: 'file', and: RULESET },
  *find(subject) {
    const { tables, actions } = subject.analysis.state;
    const { rules } = subject.analysis.state;
    const domains = subject.along(rules, plainDomains);
    for (const [index, rule] of rules.entries()) {
      if (rule.outcome.type !== 'action' || rule.for.negated || rule.for.regex || rule.rcptTo) continue;
      const action = actions.bodyOf(rule.outcome.action);
      if (action?.type !== 'local' || action.virtual === undefined) continue;
      const table = tables.find(action.virtual);
      const known = table && table !== rule.for.table ? domainsOf(table) : undefined;
      if (known === undefined) continue;
      for (const domain of domains[index] ?? NONE) {
        if (known.has(domain)) continue;
        const statement = subject.statementAt(rule.origin);
        if (statement) yield { at: statementPlace(statement), domain, table: action.virtual };
      }
    }
  },
  message: ({ domain, table }) => `Table "${table}" has no address of ${domain}.`,
});

/** The domains that a rule is for, as far as its table says them one by one; to be asked by Subject.along. */
function plainDomains({ for: { table } }: Rule): readonly string[] {
  if (typeof table !== 'object' || table.backend !== 'static') return NONE;
  return (table.keys ?? NONE).filter((domain) => !domain.includes('*'));
}

const NONE: readonly string[] = [];

/** The domains that a virtual table has entries of; undefined where it takes any, or cannot be looked into. */
function domainsOf({ entries }: TableState): ReadonlySet<string> | undefined {
  if (entries === undefined) return undefined;
  let known = KNOWN.get(entries);
  if (known === undefined) {
    known = domainsIn(entries) ?? 'any';
    KNOWN.set(entries, known);
  }
  return known === 'any' ? undefined : known;
}

/** Entries outlive an edit elsewhere. */
const KNOWN = new WeakMap<Entries, ReadonlySet<string> | 'any'>();

type Entries = readonly (readonly [key: string, value?: string | null])[];

function domainsIn(entries: Entries): ReadonlySet<string> | undefined {
  const domains = new Set<string>();
  for (const [key] of entries) {
    const at = key.lastIndexOf('@');
    // A user alone, and "@" alone, match in any domain.
    if (at === -1 || at === key.length - 1) return undefined;
    domains.add(key.slice(at + 1));
  }
  return domains;
}
