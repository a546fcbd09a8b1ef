import { expect, test } from 'vitest';
import { FAULTS } from './plant.js';
import { sow } from './sow.js';

test('mistakes planted into accepted files are found where they are, and no error elsewhere', {
  timeout: 120_000,
}, () => {
  expect(FAULTS.length).toBeGreaterThan(90);
  const { planted, found, wrong } = sow(300, 20_261_125);
  expect(planted).toBeGreaterThan(250);
  expect(found / planted, wrong.join('\n')).toBeGreaterThanOrEqual(0.99);
});
