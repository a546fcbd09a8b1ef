import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleNamed, SEVERITIES } from '../../checker/src/index.js';
import { MISTAKES } from '../../scripts/known-mistakes.js';
import { mistakesPage } from '../../scripts/mistakes-page.js';

test('docs/mistakes.md is what `npm run docs:rules` writes', () => {
  expect(readFileSync(new URL('../../docs/mistakes.md', import.meta.url), 'utf8')).toBe(mistakesPage());
});

test.each(MISTAKES)('$what: rules that are there, or a reason', ({ rules, left, severity }) => {
  for (const id of rules) expect(ruleNamed(id)?.id, id).toBe(id);
  expect(rules.length > 0 || left !== undefined).toBe(true);
  expect(SEVERITIES).toContain(severity);
});

test('every mistake that is an error is found', () => {
  expect(MISTAKES.filter(({ severity, left }) => severity === 'error' && left !== undefined)).toEqual([]);
});
