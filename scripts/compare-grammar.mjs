import { loadBundled } from './fuzz-bundle.mjs';

/**
 * Holds the language tables and the parser against a release's yacc file, so that the next release is a diff:
 * npm run compare:grammar -- --parse-y PATH --version 7.8.0
 */
const { main } = await loadBundled('../scripts/compare-grammar/main.ts');
process.exitCode = main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
});
