import { MISTAKES } from './known-mistakes.js';

/** docs/mistakes.md: which rule finds which of the known mistakes. */
export function mistakesPage(): string {
  const rows = MISTAKES.map(({ what, severity, rules, left }, index) => {
    const links = rules.map((id) => `[${id}](rules/${id}.md)`);
    const found = [...links, ...(left === undefined ? [] : [`not found: ${left}`])].join('; ');
    return `| ${index + 1} | ${what} | ${severity} | ${found} |\n`;
  });
  const found = MISTAKES.filter(({ left }) => left === undefined).length;
  const errors = MISTAKES.filter(({ severity }) => severity === 'error').length;
  return [
    '# Known mistakes\n',
    `What was collected from bug reports, mailing lists, the source and live daemons before there were rules: ${MISTAKES.length} mistakes, of`,
    `which ${found} have a rule, and all ${errors} that are errors; a rule may not know every way to make a mistake. Written by \`npm run docs:rules\`.\n`,
    `| | mistake | severity | found by |\n| --- | --- | --- | --- |\n${rows.join('')}`,
  ].join('\n');
}
