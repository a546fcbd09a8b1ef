import { loadBundled } from './fuzz-bundle.mjs';

/** Sessions drawn at random over TCP against the server of run: npm run fuzz:runtime -- --seconds 600 --seed 1 */
const { main } = await loadBundled('runtime/fuzz/main.ts');
process.exitCode = await main(process.argv.slice(2));
