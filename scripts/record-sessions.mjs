import { loadBundled } from './fuzz-bundle.mjs';

/**
 * Writes fixtures/sessions/*.expected.json, which nothing else may write. As root:
 * SMTPD_JUDGE_7_8_0=/path/to/smtpd node scripts/record-sessions.mjs [NAME...]
 */
const { record } = await loadBundled('parity/session/record.ts');
process.exitCode = await record(process.argv.slice(2));
