import { writeFileSync } from 'node:fs';
import { loadBundled } from './fuzz-bundle.mjs';

/** Writes docs/language.md, which nothing else may write: npm run docs:language */
const { languagePage } = await loadBundled('../scripts/language-page.ts');
writeFileSync(new URL('../docs/language.md', import.meta.url), languagePage());
