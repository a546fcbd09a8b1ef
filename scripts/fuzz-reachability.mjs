import { loadBundled } from './fuzz-bundle.mjs';

const { main } = await loadBundled('checker/brute-force/main.ts');
process.exitCode = main();
