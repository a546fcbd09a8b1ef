import { randomFillSync } from 'node:crypto';

/** Drawn in one go: asking the system each time costs more than all else that an id takes. For ids, not for secrets. */
const drawn = new Uint32Array(1024);
let used = drawn.length;

/** 32 random bits. */
export function randomBits(): number {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const bits = drawn[used] as number;
  used += 1;
  return bits;
}

/** Eight random hexadecimal digits. */
export function randomDigits(): string {
  return randomBits().toString(16).padStart(8, '0');
}
