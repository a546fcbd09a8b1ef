import type { RuleOption } from '../rule.js';

/** An option that lists ports. */
export function ports(what: string, ...usual: readonly number[]): RuleOption<readonly number[]> {
  return {
    what,
    default: usual,
    schema: { type: 'array', items: { type: 'integer', minimum: 1, maximum: 65535 } },
  };
}
