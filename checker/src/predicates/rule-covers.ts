import { covers, keysOfTest, type Rule, type Tables } from './rule-tests.js';

/** Whether every envelope that `later` matches is matched by `earlier` before it comes there. False where that is unknown. */
export function ruleCovers(earlier: Rule, later: Rule, tables: Tables): boolean {
  // What reaches a tls criterion is deferred rather than matched.
  if (earlier.tls !== undefined) return false;
  return (
    // What many rules do not ask at all tells most of them apart.
    covers('string', earlier.tag, later.tag, tables) &&
    covers('domain', earlier.helo, later.helo, tables) &&
    covers('login', earlier.auth, later.auth, tables) &&
    covers('mailaddr', earlier.mailFrom, later.mailFrom, tables) &&
    covers('mailaddr', earlier.rcptTo, later.rcptTo, tables) &&
    covers('domain', earlier.for, later.for, tables) &&
    fromCovers(earlier, later, tables)
  );
}

/** Whether two rules match the same and do the same, one of which covers the other. */
export function isDuplicate(rule: Rule, earlier: Rule, tables: Tables): boolean {
  return sameOutcome(rule.outcome, earlier.outcome) && ruleCovers(rule, earlier, tables);
}

function sameOutcome(a: Rule['outcome'], b: Rule['outcome']): boolean {
  return a.type === 'action' ? b.type === 'action' && a.action === b.action : a.type === b.type;
}

function fromCovers({ from: wide }: Rule, { from: narrow }: Rule, tables: Tables): boolean {
  if (wide.table === '<anyhost>' && !wide.negated) return true;
  if (wide.type === narrow.type) {
    if (wide.type === 'socket') return wide.negated === narrow.negated;
    if (wide.type === 'rdns') return namesCover(wide, narrow, tables);
    return covers('netaddr', wide, narrow, tables);
  }
  // The socket is the source "local".
  if (wide.type !== 'src' || narrow.type !== 'socket' || wide.regex || wide.negated || narrow.negated) return false;
  return keysOfTest(wide, tables)?.includes('local') ?? false;
}

/**
 * Names are looked up as addresses are. What an alias has led to comes from "local", and only rules with a table take it; a
 * client without a name meets only rules without one.
 */
function namesCover(wide: Rule['from'], narrow: Rule['from'], tables: Tables): boolean {
  if (wide.table === undefined && narrow.table !== undefined) {
    const keys = keysOfTest(narrow, tables);
    return !wide.negated && !narrow.negated && !narrow.regex && keys !== undefined && !keys.includes('local');
  }
  return covers('netaddr', wide, narrow, tables);
}

/** Whether a rule takes all mail from anywhere to anywhere. */
export function takesEverything(rule: Rule): boolean {
  const { from, for: to, tag, helo, auth, tls, mailFrom, rcptTo } = rule;
  if (from.table !== '<anyhost>' || from.negated || to.table !== '<anydestination>' || to.negated) return false;
  return !(tag ?? helo ?? auth ?? tls ?? mailFrom ?? rcptTo);
}
