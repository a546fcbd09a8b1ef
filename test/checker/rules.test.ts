import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { applyFixes, type Example, type Finding, RULES, type RuleMeta } from '../../checker/src/index.js';
import { CASES } from './cases.js';
import { lintExample, newestFor, underlined } from './examples.js';

const METAS = RULES.map(({ meta }) => meta);

const findingsOf = (meta: RuleMeta, example: Example) =>
  lintExample(example, { version: newestFor(meta), platform: meta.platforms?.[0] ?? 'linux' });

describe('the registry', () => {
  test('holds every rule once, each in a file of its name in the folder of its category', () => {
    const root = fileURLToPath(new URL('../../checker/src/rules', import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const names = METAS.map(({ id, category }) => `${category}/${id}.ts`);
    expect(names.toSorted()).toEqual(files.toSorted());
    expect(new Set(METAS.flatMap(({ id, aliases = [] }) => [id, ...aliases])).size).toBe(
      METAS.flatMap(({ aliases = [] }) => aliases).length + METAS.length,
    );
  });

  test('has a case for every rule, and no other', () => {
    expect(Object.keys(CASES).toSorted()).toEqual(METAS.map(({ id }) => id).toSorted());
  });
});

describe.each(METAS.map((meta) => ({ ...meta })))('$id', (meta) => {
  const { id, bad, good } = meta;
  const known = CASES[id];

  test('is found in its bad example, at its place, in its severity', () => {
    const found = findingsOf(meta, bad).filter(({ rule }) => rule === id);
    expect(found.map(underlined)).toEqual(known?.underlined);
    for (const { severity, message } of found) {
      expect(severity).toBe(meta.severity);
      expect(message).toMatch(/^\S.*[.!?]$/);
      expect(message).not.toMatch(/undefined|\n|\bNaN\b/);
    }
  });

  test('is not found in its good example, and nothing there is an error', () => {
    const found = findingsOf(meta, good);
    expect(found.filter(({ rule, severity }) => rule === id || severity === 'error')).toEqual([]);
  });

  test('is not found in its nearest false alarms', () => {
    expect(known?.near.length, 'near false alarms').toBeGreaterThan(0);
    for (const near of known?.near ?? []) {
      const example = typeof near === 'string' ? { text: near } : near;
      expect(
        findingsOf(meta, example).filter(({ rule }) => rule === id),
        example.text,
      ).toEqual([]);
    }
  });

  test(meta.fix ? 'is mended by its fix' : 'offers no fix', () => {
    const found = findingsOf(meta, bad).filter(({ rule }) => rule === id);
    if (meta.fix) checkFix(meta, found);
    else expect(found.flatMap(({ fixes }) => fixes)).toEqual([]);
  });
});

function checkFix(meta: RuleMeta, found: readonly Finding[]): void {
  const { id, bad } = meta;
  const best = found.flatMap(({ fixes }) => fixes.map(({ safety }) => safety));
  expect(best).toContain(meta.fix);
  if (meta.fix === 'unsafe') expect(best).not.toContain('safe');
  const { texts } = applyFixes(found, () => true);
  const main = found[0]?.span.source;
  const mended = {
    text: [...texts].find(([{ name }]) => name === 'smtpd.conf')?.[1] ?? bad.text,
    files: { ...bad.files, ...Object.fromEntries([...texts].map(([{ name }, text]) => [name, text])) },
  };
  expect(main, 'a finding').toBeDefined();
  expect(mended).not.toEqual({ text: bad.text, files: bad.files ?? {} });
  const after = findingsOf(meta, mended);
  expect(after.filter(({ rule }) => rule === id).map(underlined), mended.text).toEqual([]);
  const before = new Set(findingsOf(meta, bad).map(({ rule }) => rule));
  expect(
    after.filter(({ severity, rule }) => severity === 'error' && !before.has(rule)),
    mended.text,
  ).toEqual([]);
  if (CASES[id]?.mended !== undefined) expect(mended.text).toBe(CASES[id].mended);
}
