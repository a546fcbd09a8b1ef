import { loadBundled } from './fuzz-bundle.mjs';

const { main } = await loadBundled('parity/fuzz/main.ts');
process.exitCode = await main();
