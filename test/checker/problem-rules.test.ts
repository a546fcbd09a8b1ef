import { describe, expect, test } from 'vitest';
import { type Example, knownRules } from '../../checker/src/index.js';
import { lintExample } from './examples.js';

/** Problems of the compiler that no rule is about: their examples are in checker/src/problem-rules.ts. */
const PROBLEMS = knownRules().filter(({ category, daemon }) => category === 'daemon' && daemon === undefined);

const findings = (example: Example) => lintExample(example).map(({ rule, severity }) => ({ rule, severity }));

describe.each(PROBLEMS.filter(({ bad }) => bad))('$id', ({ id, severity, bad, good }) => {
  test('is found in its bad example, in its severity', () => {
    expect(findings(bad as Example)).toContainEqual({ rule: id, severity });
  });
  test('is not found in its good example, which is right otherwise too', () => {
    expect(findings(good as Example).filter((one) => one.rule === id || one.severity === 'error')).toEqual([]);
  });
});

test('those without examples are few', () => {
  expect(PROBLEMS.filter(({ bad }) => !bad).map(({ id }) => id)).toEqual([
    'string-too-long',
    'nul-byte',
    'memory-exhausted',
    'table-mixed',
    'table-entry-too-long',
    'table-name-too-long',
    'too-many-pki',
    'name-too-long',
    'too-many-errors',
    'host-name',
  ]);
});
