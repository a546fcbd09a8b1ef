import { loadBundled } from './fuzz-bundle.mjs';

/**
 * Writes fixtures/parity/*.expected.json, which nothing else may write:
 * SMTPD_JUDGE_6_8_0=/usr/sbin/smtpd SMTPD_JUDGE_7_8_0=/path/to/smtpd node scripts/record-parity.mjs
 */
const { record } = await loadBundled('parity/record.ts');
process.exitCode = await record();
