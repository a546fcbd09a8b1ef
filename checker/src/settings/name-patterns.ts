import type { RuleOption } from '../rule.js';

/** An option that lists names, in which `*` stands for any characters. */
export function namePatterns(what: string): RuleOption<readonly string[]> {
  return {
    what: `${what} In a name, * stands for any characters.`,
    default: [],
    schema: { type: 'array', items: { type: 'string', minLength: 1 } },
  };
}

/** Whether a name is one of them; case matters. */
export function anyOf(patterns: readonly string[]): (name: string) => boolean {
  const whole = patterns.map((pattern) => pattern.split('*').map(literally).join('.*'));
  const expressions = whole.map((source) => new RegExp(`^${source}$`, 's'));
  return (name) => expressions.some((expression) => expression.test(name));
}

const literally = (text: string): string => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
