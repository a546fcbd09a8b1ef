import type { Example, ExampleFile, KnownRule } from '@smtpd-conf/checker';
import { ruleFacts } from './rule-facts.js';
import { shownFile } from './shown-file.js';

/** docs/rules/ID.md: all that is known of a rule. */
export function rulePage(rule: KnownRule): string {
  const { id, what, why, how, bad, good, options = {} } = rule;
  const facts = ruleFacts(rule).map(([label, value]) => `| ${label} | ${cell(value)} |`);
  const parts = [
    `# ${id}`,
    what,
    ['| | |', '| --- | --- |', ...facts].join('\n'),
    `## Why it matters\n\n${why}`,
    `## What to do\n\n${how}`,
    ...(bad && good ? [example('Wrong', bad), example('Right', good)] : []),
    ...(Object.keys(options).length > 0 ? [optionsSection(id, options)] : []),
    `## Leaving it out\n\n${suppressing(id)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function suppressing(id: string): string {
  return [
    'For one line, with a comment above it; for all files, in the settings:',
    `    # smtpd-lint disable-next-line=${id} -- REASON`,
    `    rules: { ${id}: off }`,
  ].join('\n\n');
}

function example(title: string, { text, files = {} }: Example): string {
  const beside = Object.entries(files).map(([path, file]) => `\n\n${fileBeside(path, file)}`);
  return `## ${title}\n\n${fenced(text, 'smtpd')}${beside.join('')}`;
}

function fileBeside(path: string, file: string | ExampleFile): string {
  const { name, text } = shownFile(`\`${path}\``, file);
  return text === undefined ? `with ${name}` : `with ${name}:\n\n${fenced(text, '')}`;
}

/** With a fence that the text has none of. */
function fenced(text: string, language: string): string {
  const end = text === '' || text.endsWith('\n') ? '' : '\n';
  return `\`\`\`${language}\n${text}${end}\`\`\``;
}

function optionsSection(id: string, options: NonNullable<KnownRule['options']>): string {
  const entries = Object.entries(options);
  const rows = entries.map(
    ([name, { what, default: usual }]) => `| \`${name}\` | ${cell(what)} | \`${JSON.stringify(usual)}\` |`,
  );
  const sample = entries.map(([name, { default: usual }]) => `, ${name}: ${JSON.stringify(usual)}`).join('');
  return [
    '## Options',
    ['| option | meaning | where nothing is said |', '| --- | --- | --- |', ...rows].join('\n'),
    `    rules: { ${id}: { severity: on${sample} } }`,
  ].join('\n\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
