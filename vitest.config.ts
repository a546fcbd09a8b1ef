import { defineConfig } from 'vitest/config';
import { SOURCE_ENTRIES } from './scripts/source-entries.mjs';

export default defineConfig({
  resolve: {
    alias: Object.entries(SOURCE_ENTRIES).map(([name, path]) => ({ find: new RegExp(`^${name}$`), replacement: path })),
  },
  test: {
    include: ['test/**/*.test.ts'],
    sequence: { shuffle: true },
    // Only for what hangs: on a busy machine everything takes long.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    // A test that was skipped by mistake passes for ever.
    allowOnly: false,
  },
});
