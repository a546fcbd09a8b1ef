import { loadBundled } from './fuzz-bundle.mjs';

const { main } = await loadBundled('checker/precision/list.ts');
process.exitCode = main();
