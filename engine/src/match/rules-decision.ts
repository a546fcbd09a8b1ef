/** What ruleset.c:ruleset_match comes to; rules count from 1. */
export type RulesDecision =
  | { readonly outcome: 'action' | 'reject'; readonly rule: number }
  /** Some criterion of the rule failed: no further rule is tried. */
  | { readonly outcome: 'tempfail'; readonly rule: number }
  | { readonly outcome: 'no-rule' };
