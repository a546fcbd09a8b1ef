import { loadBundled } from './fuzz-bundle.mjs';

/** Kills a server under load, again and again, and accounts for its mail: npm run crash:runtime -- --rounds 100 --seed 1 */
const { main } = await loadBundled('runtime/crash/main.ts');
process.exitCode = await main(process.argv.slice(2));
