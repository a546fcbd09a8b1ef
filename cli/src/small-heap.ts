import { setFlagsFromString } from 'node:v8';
import { WRITE_CODE_CACHE } from './code-cache.js';

/**
 * Keeps V8's young generation as small as it starts, and has one thread collect it. Most of what reading a configuration
 * leaves behind is dead at once, so collecting it more often costs less than the pages of a larger one: a fifth of the time
 * and a third of the memory for 100,000 lines. There is so little to do each time that a second thread, which may have to
 * wait for a processor, is no help. To be called when all code is loaded: V8 refuses code caches that were made under other
 * flags.
 */
export function keepYoungGenerationSmall(): void {
  if (process.env[WRITE_CODE_CACHE]) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--no-parallel-scavenge');
}
