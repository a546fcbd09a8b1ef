import { type Example, knownRules, RULES } from '@smtpd-conf/checker';
import { EXIT, UserError } from '../exit-status.js';

/** `smtpd-lint explain RULE`: what a rule finds, why it matters and what to do. */
export function explain(args: readonly string[]): number {
  const [name, stray] = args;
  if (name === undefined || stray !== undefined)
    throw new UserError('explain takes one rule; `smtpd-lint rules` lists them');
  const rule = knownRules().find(({ id, aliases = [] }) => id === name || aliases.includes(name));
  if (!rule) throw new UserError(`there is no rule "${name}"; \`smtpd-lint rules\` lists them`);
  const meta = RULES.find((one) => one.meta.id === rule.id)?.meta;
  const parts = [
    `${rule.id} (${rule.severity}, ${rule.category})`,
    rule.what,
    `${rule.why} ${rule.how}`,
    ...(meta ? [example('Bad', meta.bad), example('Good', meta.good), `Source: ${meta.source}`] : []),
  ];
  process.stdout.write(`${parts.join('\n\n')}\n`);
  return EXIT.clean;
}

function example(title: string, { text, files = {} }: Example): string {
  const beside = Object.entries(files).map(([path, content]) => `  ${path}:\n${indented(content)}`);
  return [`${title}:`, indented(text), ...beside].join('\n');
}

const indented = (text: string): string => text.trimEnd().replace(/^/gm, '    ');
