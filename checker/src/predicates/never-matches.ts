import { entriesDisjoint } from './keys.js';
import { isUniversal, keysOfTest, type Rule, type RuleTest, type Tables } from './rule-tests.js';

/** The criterion for which a rule can never match, and why. */
export interface Impossible {
  readonly criterion: 'from' | 'for' | 'rcptTo';
  /** `all`: the negation of all there is; `apart`: recipients in other domains than the rule is for; `pattern`: a name with a *. */
  readonly why: 'all' | 'apart' | 'pattern';
}

/** More pairs of keys are not compared. */
const MOST_PAIRS = 10_000;

/** Why nothing can match a rule, whatever stands above it; undefined where something may. */
export function impossible({ from, for: to, rcptTo }: Rule, tables: Tables): Impossible | undefined {
  if (from.type === 'src' && negatesAll('netaddr', from, tables)) return { criterion: 'from', why: 'all' };
  if (negatesAll('domain', to, tables)) return { criterion: 'for', why: 'all' };
  if (from.type === 'rdns' && !from.negated && !from.regex && onlyPatterns(from, tables)) {
    return { criterion: 'from', why: 'pattern' };
  }
  if (rcptTo && apart(to, rcptTo, tables)) return { criterion: 'rcptTo', why: 'apart' };
  return undefined;
}

function negatesAll(kind: 'netaddr' | 'domain', test: RuleTest, tables: Tables): boolean {
  return test.negated && isUniversal(kind, { ...test, negated: false }, keysOfTest(test, tables));
}

/** Names of clients are compared as addresses are, without wildcards. */
function onlyPatterns(test: RuleTest, tables: Tables): boolean {
  const keys = keysOfTest(test, tables);
  return keys !== undefined && keys.length > 0 && keys.every((key) => key.includes('*'));
}

/** Whether no recipient of the list is in a domain that the rule is for. */
function apart(to: RuleTest, rcptTo: RuleTest, tables: Tables): boolean {
  if (to.negated || to.regex || rcptTo.negated || rcptTo.regex) return false;
  const domains = keysOfTest(to, tables);
  const addresses = keysOfTest(rcptTo, tables);
  if (domains === undefined || addresses === undefined || domains.length * addresses.length > MOST_PAIRS) return false;
  if (addresses.length === 0) return false;
  return addresses.every((address) => {
    const at = address.lastIndexOf('@');
    const domain = at < 0 ? '' : address.slice(at + 1);
    return domain !== '' && domains.every((one) => entriesDisjoint('domain', one, domain));
  });
}
