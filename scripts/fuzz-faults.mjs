import { loadBundled } from './fuzz-bundle.mjs';

const { main } = await loadBundled('checker/seeded/main.ts');
process.exitCode = main();
