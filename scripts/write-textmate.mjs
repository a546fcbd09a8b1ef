import { writeFileSync } from 'node:fs';
import { loadBundled } from './fuzz-bundle.mjs';

/** Writes client/syntaxes/smtpd-conf.tmLanguage.json, which nothing else may write: npm run write:textmate */
const { textmateGrammar } = await loadBundled('../scripts/textmate-grammar.ts');
const file = new URL('../client/syntaxes/smtpd-conf.tmLanguage.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(textmateGrammar(), null, 2)}\n`);
