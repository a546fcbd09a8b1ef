export { type Edit, type Finding, type Fix, SEVERITIES, type Severity } from './finding.js';
export { type Applied, applyEdits, applyFixes } from './fixes/apply-fixes.js';
export { type KnownRule, knownRules, meantRule, ruleNamed } from './known-rules.js';
export { type LintOptions, lint } from './lint.js';
export { LintMemory } from './memory/lint-memory.js';
export { MOST_FINDINGS, mostFindings } from './most-findings.js';
export { RULES } from './registry.js';
export {
  type Category,
  defaultsOf,
  type Example,
  type ExampleFile,
  type OptionValues,
  type Rule,
  type RuleMeta,
} from './rule.js';
export {
  type Because,
  type Choice,
  type ChosenRules,
  chooseRules,
  type RuleSetting,
  unknownNames,
} from './settings/choose-rules.js';
export { findSettings, maySet, type SettingsFiles, settingsIn } from './settings/find-settings.js';
export { lintChosen } from './settings/lint-chosen.js';
export {
  type ChoiceOfFile,
  NO_CHOICES,
  readSettings,
  type UsableSettings,
} from './settings/read-settings.js';
export type { Override, Settings } from './settings/settings.js';
export { settingsSchema } from './settings/settings-schema.js';
export { applySuppressions, type Suppressed, type SuppressedFinding } from './suppressions/apply-suppressions.js';
