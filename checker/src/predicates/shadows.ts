import type { Subject } from '../subject.js';
import { ruleCovers } from './rule-covers.js';
import { keysOfTest, type Rule } from './rule-tests.js';

export interface Shadow {
  readonly rule: Rule;
  /** The first rule that takes all of its mail. */
  readonly by: Rule;
}

/** A rule is compared with so many rules of a kind before it; more are let go, so that large files stay quick to check. */
const MOST_COMPARED = 200;

/** The rules that nothing can reach, each with the one that stands before it. */
export function shadows(subject: Subject): readonly Shadow[] {
  const { rules, tables } = subject.analysis.state;
  /** Rules that may cover others whatever their domains are. */
  const wide: Rule[] = [];
  /** Rules by each domain that they list. */
  const byDomain = new Map<string, Rule[]>();
  const found: Shadow[] = [];
  for (const rule of rules) {
    const domains = plainDomains(rule, subject);
    const candidates = domains?.length ? [...wide, ...(byDomain.get(domains[0] as string) ?? [])] : wide;
    const by = candidates.find((earlier) => ruleCovers(earlier, rule, tables));
    if (by) {
      found.push({ rule, by });
      continue;
    }
    if (domains === undefined || domains.length === 0) {
      if (wide.length < MOST_COMPARED) wide.push(rule);
      continue;
    }
    for (const domain of domains) {
      const list = byDomain.get(domain);
      if (list === undefined) byDomain.set(domain, [rule]);
      else if (list.length < MOST_COMPARED) list.push(rule);
    }
  }
  return found;
}

/** The domains that a rule lists, where it lists no patterns; undefined for a rule that is about others too. */
function plainDomains({ for: to }: Rule, { analysis: { state } }: Subject): readonly string[] | undefined {
  if (to.negated || to.regex || to.table === '<anydestination>') return undefined;
  const keys = keysOfTest(to, state.tables);
  return keys?.some((key) => key.includes('*')) ? undefined : keys;
}
