import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rulePages } from '../../scripts/rule-pages.js';

const DIRECTORY = new URL('../../docs/rules/', import.meta.url);
const pages = rulePages();

describe('docs/rules, which `npm run docs:rules` writes', () => {
  test('has a page for every rule, an index, and nothing else', () => {
    expect(readdirSync(DIRECTORY).toSorted()).toEqual([...pages.keys()].toSorted());
  });
  test.each([...pages])('%s is what is known of the rule', (name, text) => {
    expect(readFileSync(new URL(name, DIRECTORY), 'utf8')).toBe(text);
  });
  test('links to pages that are there', () => {
    const links = [...(pages.get('README.md') ?? '').matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
    expect(links.length).toBe(pages.size - 1);
    for (const link of links) expect(pages.has(link ?? ''), link).toBe(true);
  });
});
