import { parseArgs } from 'node:util';
import { type Example, type KnownRule, meantRule, ruleNamed } from '@smtpd-conf/checker';
import { EXIT, UserError } from '../exit-status.js';
import { publishedRule } from '../rule-pages/published-rule.js';
import { ruleFacts } from '../rule-pages/rule-facts.js';
import { rulePage } from '../rule-pages/rule-page.js';
import { shownFile } from '../rule-pages/shown-file.js';

const FORMATS: Readonly<Record<string, (rule: KnownRule) => string>> = {
  text: explanation,
  json: (rule) => `${JSON.stringify(publishedRule(rule), null, 2)}\n`,
  md: rulePage,
};

/** `smtpd-lint explain RULE`: what a rule finds, why it matters and what to do. */
export function explain(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { format: { type: 'string', default: 'text' } },
  });
  const [name, stray] = positionals;
  if (name === undefined || stray !== undefined)
    throw new UserError('explain takes one rule; `smtpd-lint rules` lists them');
  const rule = ruleNamed(name);
  if (!rule) throw new UserError(`there is no rule "${name}"; \`smtpd-lint rules\` lists them${meantRule(name)}`);
  const format = Object.hasOwn(FORMATS, values.format) ? FORMATS[values.format] : undefined;
  if (!format) throw new UserError(`--format ${values.format}: use one of ${Object.keys(FORMATS).join(', ')}`);
  process.stdout.write(format(rule));
  return EXIT.clean;
}

function explanation(rule: KnownRule): string {
  const { id, severity, category, what, why, how, bad, good, options = {} } = rule;
  const facts = ruleFacts(rule).flatMap(([label, value]) =>
    label === 'Severity' || label === 'Category' ? [] : [`${label}: ${value}`],
  );
  const values = Object.entries(options).map(
    ([name, option]) => `    ${name} (${JSON.stringify(option.default)}): ${option.what}`,
  );
  const parts = [
    `${id} (${severity}, ${category})`,
    what,
    `${why} ${how}`,
    ...(bad && good ? [example('Bad', bad), example('Good', good)] : []),
    ...(values.length > 0 ? [`Options:\n${values.join('\n')}`] : []),
    facts.join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function example(title: string, { text, files = {} }: Example): string {
  const beside = Object.entries(files).map(([path, file]) => {
    const { name, text } = shownFile(path, file);
    return text === undefined ? `  ${name}` : `  ${name}:\n${indented(text)}`;
  });
  return [`${title}:`, indented(text), ...beside].join('\n');
}

const indented = (text: string): string => text.trimEnd().replace(/^/gm, '    ');
