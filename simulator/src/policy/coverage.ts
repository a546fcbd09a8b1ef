import type { CompiledConfig, Origin } from '@smtpd-conf/compiler';
import { CRITERIA, type Criterion, type TraceEvent } from '@smtpd-conf/engine';

/** A rule that no test decided, or criteria of one that were never what it did not match by. */
export interface Uncovered {
  readonly rule: number;
  readonly origin: Origin;
  /** Whether any test was decided by the rule. */
  readonly decided: boolean;
  /** The criteria that no test failed; empty where the rule was never decided and all of it is uncovered. */
  readonly criteria: readonly Criterion[];
}

/** What the tests of a configuration have tried of its rules. */
export class Coverage {
  private readonly deciding = new Set<number>();
  private readonly failing = new Map<number, Set<Criterion>>();

  add(trace: readonly TraceEvent[]): void {
    for (const event of trace) {
      if (event.type === 'rules-decided' && event.rule !== undefined) this.deciding.add(event.rule);
      if (event.type !== 'criterion' || event.verdict === 'match') continue;
      const failed = this.failing.get(event.rule) ?? new Set();
      this.failing.set(event.rule, failed.add(event.criterion));
    }
  }

  uncovered({ rules }: CompiledConfig): readonly Uncovered[] {
    return rules.flatMap((rule, at): Uncovered[] => {
      const number = at + 1;
      const decided = this.deciding.has(number);
      const failed = this.failing.get(number) ?? new Set();
      const criteria = decided ? criteriaOf(rule).filter((criterion) => !failed.has(criterion)) : [];
      return decided && criteria.length === 0 ? [] : [{ rule: number, origin: rule.origin, decided, criteria }];
    });
  }

  /** How many of the rules have decided something. */
  counts({ rules }: CompiledConfig): { readonly decided: number; readonly rules: number } {
    return { decided: this.deciding.size, rules: rules.length };
  }
}

/** The criteria that can fail: not a table of everything, which nothing is outside of. */
function criteriaOf(rule: CompiledConfig['rules'][number]): readonly Criterion[] {
  const tests: Readonly<Record<Criterion, { table?: string; negated: boolean } | undefined>> = {
    tag: rule.tag,
    from: rule.from,
    for: rule.for,
    helo: rule.helo,
    auth: rule.auth,
    tls: undefined,
    'mail-from': rule.mailFrom,
    'rcpt-to': rule.rcptTo,
  };
  return CRITERIA.filter((criterion) => {
    const test = tests[criterion];
    return test && !(!test.negated && (test.table === '<anyhost>' || test.table === '<anydestination>'));
  });
}
