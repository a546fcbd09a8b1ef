import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { corpusAvailable } from '../../support/corpus.js';
import { acceptedFiles, type CorpusFinding, corpusFindings, GROUPS } from './corpus-findings.js';

const PAGE = fileURLToPath(new URL('../../../docs/precision.md', import.meta.url));

/** Rule, severity, the count in each group, the number of files; the judgement behind them is not counted. */
function countedRows(): string[] {
  const groups = GROUPS.map((group) => corpusFindings(group));
  const all = groups.flat();
  const rules = [...new Set(all.map(({ finding }) => finding.rule))].toSorted();
  const of = (findings: readonly CorpusFinding[], rule: string) =>
    findings.filter(({ finding }) => finding.rule === rule);
  return rules.map((rule) => {
    const own = of(all, rule);
    const files = new Set(own.map(({ file }) => file)).size;
    const counts = groups.map((findings) => of(findings, rule).length);
    return [rule, own[0]?.finding.severity, ...counts, files].join(' | ');
  });
}

if (!corpusAvailable()) {
  console.warn('skipped: findings in the corpus: ../shared/corpus is not there');
  test.skip('findings in the corpus (skipped: ../shared/corpus is not there)', () => undefined);
} else {
  test('docs/precision.md counts the errors and warnings in accepted files of the corpus', { timeout: 120_000 }, () => {
    const [, table = ''] = readFileSync(PAGE, 'utf8').split('| rule | severity | 6.8.0 ');
    const rows = table.split('\n\n')[0]?.split('\n').slice(2) ?? [];
    expect(rows.map((row) => row.split(' | ').slice(0, 6).join(' | ').replace(/^\| /, ''))).toEqual(countedRows());
    // What is right stands in the last column; all of it has to be.
    for (const row of rows) expect(row).toMatch(/ \| all \|$/);
  });

  test('the groups are not empty', () => {
    expect(GROUPS.map((group) => acceptedFiles(group).length)).toEqual([80, 79, 52]);
  });
}
