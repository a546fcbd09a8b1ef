export { type Edit, type Finding, type Fix, SEVERITIES, type Severity } from './finding.js';
export { type Applied, applyEdits, applyFixes } from './fixes/apply-fixes.js';
export { type LintOptions, lint } from './lint.js';
export { RULES } from './registry.js';
export type { Category, Example, Rule, RuleMeta } from './rule.js';
