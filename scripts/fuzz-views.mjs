import { preparedGrammar } from './bundle.mjs';
import { loadBundled } from './fuzz-bundle.mjs';

const { main } = await loadBundled('compiler/views/main.ts', [preparedGrammar]);
process.exitCode = main();
