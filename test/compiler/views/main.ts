import { parseArgs } from 'node:util';
import { VERSIONS } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { viewsAgree } from './two-views.js';

/** Tries the property on as many generated files as the command line says; the result is the exit status. */
export function main(): number {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      version: { type: 'string', default: '7.8.0' },
    },
  });
  const version = VERSIONS.find((known) => known === values.version);
  if (version === undefined || !/^\d+$/.test(values.cases) || !/^\d+$/.test(values.seed)) {
    process.stderr.write('usage: npm run fuzz:views -- [--cases N] [--seed S] [--version V]\n');
    return 2;
  }
  const seed = Number(values.seed);
  const result = fc.check(viewsAgree(version), { numRuns: Number(values.cases), seed });
  console.log(
    `smtpd ${version}, seed ${seed}: ${result.numRuns} cases, ${result.failed ? 'a disagreement' : 'all agree'}`,
  );
  if (!result.failed) return 0;
  console.log(`${fc.defaultReportMessage(result)}`);
  return 1;
}
