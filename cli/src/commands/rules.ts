import { parseArgs } from 'node:util';
import { type KnownRule, knownRules } from '@smtpd-conf/checker';
import { EXIT, UserError } from '../exit-status.js';
import { publishedRule } from '../rule-pages/published-rule.js';
import { ruleTable } from '../rule-pages/rule-index.js';

const FORMATS: Readonly<Record<string, (rules: readonly KnownRule[]) => string>> = {
  text: (rules) => rules.map(({ id, severity }) => `${severity.padEnd(7)}  ${id}\n`).join(''),
  json: (rules) => `${JSON.stringify(rules.map(publishedRule), null, 2)}\n`,
  md: (rules) => ruleTable(rules, false),
};

/** `smtpd-lint rules`: every id that a finding can have. */
export function rules(args: readonly string[]): number {
  const { values } = parseArgs({ args: [...args], options: { format: { type: 'string', default: 'text' } } });
  const format = Object.hasOwn(FORMATS, values.format) ? FORMATS[values.format] : undefined;
  if (!format) throw new UserError(`--format ${values.format}: use one of ${Object.keys(FORMATS).join(', ')}`);
  process.stdout.write(format(knownRules()));
  return EXIT.clean;
}
