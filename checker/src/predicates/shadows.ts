import { parseMailAddress } from '@smtpd-conf/engine';
import type { Subject } from '../subject.js';
import { ruleCovers } from './rule-covers.js';
import { keysOfTest, type Rule, type Tables } from './rule-tests.js';

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
  const wide = new WideRules(tables);
  /** Rules by each domain that they list. */
  const byDomain = new Map<string, Rule[]>();
  const found: Shadow[] = [];
  for (const [index, rule] of rules.entries()) {
    const domains = plainDomains(rule, subject);
    const sameDomain = domains?.length ? (byDomain.get(domains[0] as string) ?? []) : [];
    const by = wide.firstCovering(rule) ?? sameDomain.find((earlier) => ruleCovers(earlier, rule, tables));
    if (by) {
      found.push({ rule, by });
      continue;
    }
    if (domains === undefined || domains.length === 0) {
      wide.add(rule, index);
      continue;
    }
    for (const domain of domains) push(byDomain, domain, rule);
  }
  return found;
}

/** The domains that a rule lists, where it lists no patterns; undefined for a rule that is about others too. */
function plainDomains({ for: to }: Rule, { analysis: { state } }: Subject): readonly string[] | undefined {
  if (to.negated || to.regex || to.table === '<anydestination>') return undefined;
  const keys = keysOfTest(to, state.tables);
  return keys?.some((key) => key.includes('*')) ? undefined : keys;
}

/**
 * Rules that may cover others whatever their domains are. Those that name the domains of their senders cover only rules that
 * name some of these too, and there may be many such.
 */
class WideRules {
  private readonly any: Rule[] = [];
  private readonly bySender = new Map<string, Rule[]>();
  private readonly all: Rule[] = [];
  private readonly places = new Map<Rule, number>();

  constructor(private readonly tables: Tables) {}

  add(rule: Rule, index: number): void {
    this.places.set(rule, index);
    if (this.all.length < MOST_COMPARED) this.all.push(rule);
    const senders = this.senderDomains(rule);
    if (senders?.length && senders.every((domain) => domain !== '' && !domain.includes('*'))) {
      for (const domain of senders) push(this.bySender, domain, rule);
    } else if (this.any.length < MOST_COMPARED) this.any.push(rule);
  }

  firstCovering(rule: Rule): Rule | undefined {
    const covers = (earlier: Rule): boolean => ruleCovers(earlier, rule, this.tables);
    if (rule.mailFrom === undefined) return this.any.find(covers);
    const [sender] = this.senderDomains(rule) ?? [];
    if (sender === undefined) return this.all.find(covers);
    const [one, other] = [this.any.find(covers), this.bySender.get(sender)?.find(covers)];
    if (one === undefined || other === undefined) return one ?? other;
    return (this.places.get(one) ?? 0) < (this.places.get(other) ?? 0) ? one : other;
  }

  /** Undefined for a rule that is about other senders, or all. */
  private senderDomains({ mailFrom }: Rule): readonly string[] | undefined {
    if (mailFrom === undefined || mailFrom.negated || mailFrom.regex) return undefined;
    return keysOfTest(mailFrom, this.tables)?.map((key) => parseMailAddress(key)?.domain ?? '');
  }
}

function push(lists: Map<string, Rule[]>, key: string, rule: Rule): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [rule]);
  else if (list.length < MOST_COMPARED) list.push(rule);
}
