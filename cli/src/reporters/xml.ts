import { escaped } from './escaped.js';
import type { Diagnostic } from './file-report.js';
import type { Report } from './report.js';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Checkstyle's XML. */
export function checkstyleReport({ files }: Report): string {
  const parts = files.map(({ path, diagnostics }) => {
    const errors = diagnostics.map((one) => {
      const { start } = one.range;
      return `    <error line="${start.line}" column="${start.column}" severity="${one.severity}" message="${escaped(one.message)}" source="smtpd-lint.${one.rule}"/>\n`;
    });
    return `  <file name="${escaped(path)}">\n${errors.join('')}  </file>\n`;
  });
  return `${HEAD}<checkstyle version="8.0">\n${parts.join('')}</checkstyle>\n`;
}

/** JUnit's XML: a suite a file, a failed case a finding; a file without findings is one case that passed. */
export function junitReport({ files }: Report): string {
  const all = files.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  const suites = files.map(({ path, diagnostics }) => {
    const cases = diagnostics.map((one) => failedCase(path, one));
    const passed = `    <testcase name="smtpd-lint" classname="${escaped(path)}"/>\n`;
    const tests = Math.max(1, diagnostics.length);
    return `  <testsuite name="${escaped(path)}" tests="${tests}" failures="${diagnostics.length}" errors="0">\n${cases.join('') || passed}  </testsuite>\n`;
  });
  const tests = files.reduce((sum, { diagnostics }) => sum + Math.max(1, diagnostics.length), 0);
  return `${HEAD}<testsuites name="smtpd-lint" tests="${tests}" failures="${all}" errors="0">\n${suites.join('')}</testsuites>\n`;
}

function failedCase(path: string, { rule, message, range, severity, path: other }: Diagnostic): string {
  const { line, column } = range.start;
  const name = `${rule} (${line}:${column})`;
  const text = `${other ?? path}:${line}:${column}: ${message}`;
  return `    <testcase name="${escaped(name)}" classname="${escaped(path)}">\n      <failure type="${severity}" message="${escaped(message)}">${escaped(text)}</failure>\n    </testcase>\n`;
}
