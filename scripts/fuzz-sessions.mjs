import { loadBundled } from './fuzz-bundle.mjs';

/** Compares drawn configurations and sessions with the daemon: npm run fuzz:sessions -- --cases 1000 --seed 1 */
const { main } = await loadBundled('parity/session/fuzz/main.ts');
process.exitCode = await main(process.argv.slice(2));
