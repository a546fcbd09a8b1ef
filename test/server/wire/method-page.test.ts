import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { methodPage } from './method-page.js';

test('docs/lsp.md is what the server advertises and the exercises show; npm run docs:lsp writes it', () => {
  expect(readFileSync(new URL('../../../docs/lsp.md', import.meta.url), 'utf8')).toBe(methodPage());
});
