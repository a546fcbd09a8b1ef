import { writeFileSync } from 'node:fs';
import { loadBundled } from './fuzz-bundle.mjs';

/** Writes grammar/src/parser/prepared-decisions.ts, which nothing else may write: npm run write:decisions */
const { chevrotainDecisions } = await loadBundled('../grammar/src/parser/chevrotain-decisions.ts');
writeFileSync(
  new URL('../grammar/src/parser/prepared-decisions.ts', import.meta.url),
  `import type { RuleDecisions } from './rule-decisions.js';

/** Chevrotain's decisions about our rules, written by npm run write:decisions. */
export const DECISIONS: Readonly<Record<string, RuleDecisions>> = ${JSON.stringify(chevrotainDecisions(), null, 2)};
`,
);
