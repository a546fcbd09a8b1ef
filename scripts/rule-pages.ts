import { knownRules } from '../checker/src/index.js';
import { ruleIndex } from '../cli/src/rule-pages/rule-index.js';
import { rulePage } from '../cli/src/rule-pages/rule-page.js';

/** The files of docs/rules by name. */
export function rulePages(): ReadonlyMap<string, string> {
  const rules = knownRules();
  return new Map([['README.md', ruleIndex(rules)], ...rules.map((rule) => [`${rule.id}.md`, rulePage(rule)] as const)]);
}
