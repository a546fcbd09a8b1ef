import { expect, test } from 'vitest';
import { MUTATIONS } from './mutations.js';
import { FAULTS } from './plant.js';
import { sow, total } from './sow.js';

test('mistakes put into accepted files are found where they are, and no error elsewhere', { timeout: 240_000 }, () => {
  expect(FAULTS.length).toBeGreaterThan(130);
  const rows = sow(600, 20_261_125);
  expect(rows.length).toBe(FAULTS.length + MUTATIONS.length);
  const { planted, found } = total(rows);
  expect(planted).toBeGreaterThan(400);
  expect(found / planted, rows.flatMap(({ wrong }) => wrong).join('\n')).toBeGreaterThanOrEqual(0.99);
});
