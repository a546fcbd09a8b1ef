import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ruleNamed } from '../../checker/src/index.js';
import { GENERATED } from '../parity/generated-fixtures.js';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

interface Row {
  readonly behaviour: string;
  readonly upstream: string;
  readonly fixture: string;
  readonly finding: string;
}

const PAGE = readFileSync(at('docs/fidelity.md'), 'utf8');
const ROW = /^\| (?<behaviour>.+) \| `(?<upstream>[^`]+)` \| `(?<fixture>[^`]+)` \| (?<finding>`[^`]+`|–) \|$/;
const lines = PAGE.split('\n').filter((line) => /^\|(?! behaviour \|| --- \|)/.test(line));
const rows = lines.map((line) => ROW.exec(line)?.groups as Row | undefined);
/** What is named below the tables, too: names with a dash in code quotes. */
const mentioned = [...PAGE.slice(PAGE.indexOf('## Known differences')).matchAll(/`([a-z0-9]+(?:-[a-z0-9]+)+)`/g)];

const generated = new Set(GENERATED.map(({ name }) => name));
const isFixture = (name: string): boolean =>
  (/^test\/runtime\/.+\.test\.ts$/.test(name) && existsSync(at(name))) ||
  ((generated.has(name) || existsSync(at(`fixtures/parity/${name}.conf`))) &&
    existsSync(at(`fixtures/parity/${name}.expected.json`))) ||
  (existsSync(at(`fixtures/sessions/${name}.yaml`)) && existsSync(at(`fixtures/sessions/${name}.expected.json`)));

describe('docs/fidelity.md', () => {
  test('has rows of the form that is read here', () => {
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.filter((_, index) => rows[index] === undefined)).toEqual([]);
  });

  test('names fixtures and tests that exist', () => {
    const names = [...rows.map((row) => row?.fixture ?? ''), ...mentioned.map((match) => match[1] ?? '')];
    expect(names.filter((name) => !isFixture(name))).toEqual([]);
  });

  test('names findings that exist', () => {
    const findings = rows.map((row) => row?.finding.replaceAll('`', '') ?? '').filter((finding) => finding !== '–');
    expect(findings.filter((finding) => ruleNamed(finding) === undefined)).toEqual([]);
  });

  test('names a file and a function or rule of the daemon', () => {
    const odd = rows.filter((row) => !/^(?:[\w-]+\/)?\w+\.[cy]:\w+$/.test(row?.upstream ?? ''));
    expect(odd).toEqual([]);
  });
});
