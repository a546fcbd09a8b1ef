import type { Effective, EffectiveRule, EffectiveSettings } from './effective-settings.js';

/** The settings as YAML that could be a settings file, each line with where it comes from. */
export function effectiveText(effective: EffectiveSettings): string {
  const { path, settingsFile, target, platform, failOn, maxWarnings, rules } = effective;
  const width = Math.max(...rules.map((rule) => ruleText(rule).length));
  const line = (text: string, source: string): string => `${text.padEnd(width)}  # ${source}\n`;
  const value = (key: string, { value: held, source }: Effective<unknown>): string =>
    held === null ? `# ${key}: no limit\n` : line(`${key}: ${held}`, source);
  return [
    `# what holds for ${path}; settings file: ${settingsFile ?? 'none'}\n`,
    value('target', target),
    value('platform', platform),
    value('failOn', failOn),
    value('maxWarnings', maxWarnings),
    'rules:\n',
    ...rules.map((rule) => line(ruleText(rule), rule.source)),
  ].join('');
}

function ruleText({ id, severity, options }: EffectiveRule): string {
  if (Object.keys(options).length === 0) return `  ${id}: ${severity}`;
  const values = Object.entries(options).map(([name, held]) => `, ${name}: ${JSON.stringify(held)}`);
  return `  ${id}: { severity: ${severity}${values.join('')} }`;
}
