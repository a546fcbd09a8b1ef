import { loadBundled } from './fuzz-bundle.mjs';

/**
 * Runs scenarios through the daemon and prints transcript, deliveries and, with --trace, its log. As root:
 * npm run scenario -- fixtures/sessions/NAME.yaml
 */
const { show } = await loadBundled('parity/session/show.ts');
process.exitCode = await show(process.argv.slice(2));
