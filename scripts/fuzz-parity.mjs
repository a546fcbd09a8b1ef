import { preparedGrammar } from './bundle.mjs';
import { loadBundled } from './fuzz-bundle.mjs';

const { main } = await loadBundled('parity/fuzz/main.ts', [preparedGrammar]);
process.exitCode = await main();
