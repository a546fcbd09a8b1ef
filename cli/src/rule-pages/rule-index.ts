import type { KnownRule } from '@smtpd-conf/checker';

/** A table of all rules; with links to their pages where `linked`. */
export function ruleTable(rules: readonly KnownRule[], linked: boolean): string {
  const rows = rules.map(({ id, severity, category, fix, what }) => {
    const name = linked ? `[${id}](${id}.md)` : `\`${id}\``;
    return `| ${name} | ${severity} | ${category} | ${fix ?? ''} | ${what.replaceAll('|', '\\|')} |\n`;
  });
  return `| rule | severity | category | fix | what it finds |\n| --- | --- | --- | --- | --- |\n${rows.join('')}`;
}

/** docs/rules/README.md: the rules by category. */
export function ruleIndex(rules: readonly KnownRule[]): string {
  const categories = [...new Set(rules.map(({ category }) => category))];
  const sections = categories.map((category) => {
    const own = rules.filter((rule) => rule.category === category);
    return `## ${category}\n\n${ruleTable(own, true)}`;
  });
  const head = [
    '# Rules',
    `All ${rules.length}, by category; \`smtpd-lint explain RULE\` says the same. Those of the category \`daemon\` are what smtpd itself`,
    'complains of. `safe` fixes are made by `--fix`, `unsafe` ones by `--fix-unsafe`. Written by `npm run docs:rules`.',
  ];
  return `${head[0]}\n\n${head[1]}\n${head[2]}\n\n${sections.join('\n')}`;
}
