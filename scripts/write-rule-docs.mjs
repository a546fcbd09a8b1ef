import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadBundled } from './fuzz-bundle.mjs';

/** Writes docs/rules and docs/mistakes.md, which nothing else may write: npm run docs:rules */
const { rulePages } = await loadBundled('../scripts/rule-pages.ts');
const directory = new URL('../docs/rules/', import.meta.url);
const pages = rulePages();
mkdirSync(directory, { recursive: true });
for (const stale of readdirSync(directory).filter((name) => !pages.has(name))) rmSync(new URL(stale, directory));
for (const [name, text] of pages) writeFileSync(new URL(name, directory), text);

const { mistakesPage } = await loadBundled('../scripts/mistakes-page.ts');
writeFileSync(new URL('../docs/mistakes.md', import.meta.url), mistakesPage());
