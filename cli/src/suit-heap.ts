import { setFlagsFromString } from 'node:v8';
import { WRITE_CODE_CACHE } from './code-cache.js';

// All are to be called when all code is loaded: V8 refuses code caches that were made under other flags.

/**
 * Keeps V8's young generation as small as it starts, and has one thread collect it. Most of what the daemon's view leaves
 * behind is dead at once, so collecting it more often costs less than the pages of a larger one: a fifth of the time and a
 * third of the memory for 100,000 lines. There is so little to do each time that a second thread, which may have to wait
 * for a processor, is no help.
 */
export function keepYoungGenerationSmall(): void {
  setFlags('--semi-space-growth-factor=1', '--no-parallel-scavenge');
}

/**
 * V8 is not to conclude from a million tokens of one statement that all others last as long: that takes four times as long
 * over a line of 100 MB.
 */
export function expectTokensToDie(): void {
  setFlags('--no-allocation-site-pretenuring');
}

function setFlags(...flags: readonly string[]): void {
  if (process.env[WRITE_CODE_CACHE]) return;
  for (const flag of flags) setFlagsFromString(flag);
}
