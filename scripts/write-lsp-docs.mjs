import { writeFileSync } from 'node:fs';
import { loadBundled } from './fuzz-bundle.mjs';

/** Writes docs/lsp.md, which nothing else may write: npm run docs:lsp */
const { methodPage } = await loadBundled('server/wire/method-page.ts');
writeFileSync(new URL('../docs/lsp.md', import.meta.url), methodPage());
