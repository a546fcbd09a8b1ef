// count-tests.mjs RESULTS.json STATUS BROKEN: prints "N passed, N failed" from vitest's JSON report, and fails where
// anything did. STATUS is vitest's exit status, BROKEN the number of other steps that failed.
import { readFileSync } from 'node:fs';

const [path = '', status = '0', broken = '0'] = process.argv.slice(2);

/** A test file that could not be loaded has failed without a failed test. */
function count(report) {
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

function read() {
  try {
    return count(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    console.error(`no report of the tests: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

const { passed, failed } = read();
const unexplained = failed === 0 && status !== '0' ? 1 : 0;
const total = failed + unexplained + Number(broken);
console.log(`${passed} passed, ${total} failed`);
process.exitCode = total === 0 ? 0 : 1;
