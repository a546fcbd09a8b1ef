import { parseArgs } from 'node:util';
import { type KnownRule, knownRules } from '@smtpd-conf/checker';
import { EXIT, UserError } from '../exit-status.js';

const FORMATS: Readonly<Record<string, (rules: readonly KnownRule[]) => string>> = {
  text: (rules) => rules.map(({ id, severity }) => `${severity.padEnd(7)}  ${id}\n`).join(''),
  json: (rules) => `${JSON.stringify(rules.map(published), null, 2)}\n`,
  md: (rules) => {
    const rows = rules.map(
      ({ id, severity, category, what }) => `| \`${id}\` | ${severity} | ${category} | ${cell(what)} |\n`,
    );
    return `| rule | severity | category | what it finds |\n| --- | --- | --- | --- |\n${rows.join('')}`;
  },
};

/** `smtpd-lint rules`: every id that a finding can have. */
export function rules(args: readonly string[]): number {
  const { values } = parseArgs({ args: [...args], options: { format: { type: 'string', default: 'text' } } });
  const format = Object.hasOwn(FORMATS, values.format) ? FORMATS[values.format] : undefined;
  if (!format) throw new UserError(`--format ${values.format}: use one of ${Object.keys(FORMATS).join(', ')}`);
  process.stdout.write(format(knownRules()));
  return EXIT.clean;
}

function published({ id, category, severity, aliases = [], what, why, how }: KnownRule): KnownRule {
  return { id, category, severity, aliases, what, why, how };
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
