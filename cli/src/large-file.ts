/** Bytes from which on the garbage of reading a file counts; a smaller one gains less than loading what this takes costs. */
const LARGE = 512 * 1024;

/**
 * Before a file of so many bytes is read for what it says: suits the heap to it, where it is a large one.
 * @param keeps whether statements and findings outlive the reading
 */
export async function expectFile(bytes: number, keeps: boolean): Promise<void> {
  if (bytes <= LARGE) return;
  const { expectTokensToDie, keepYoungGenerationSmall } = await import('./suit-heap.js');
  expectTokensToDie();
  if (!keeps) keepYoungGenerationSmall();
}
