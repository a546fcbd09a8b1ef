import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { languagePage } from '../../scripts/language-page.js';

test('docs/language.md is what the tables say; npm run docs:language writes it', () => {
  expect(readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8')).toBe(languagePage());
});
