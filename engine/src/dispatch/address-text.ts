import type { SocketAddress } from '../tables/values/socket-address.js';

/** to.c:sa_to_text: `192.0.2.1`, or `[2001:db8::1]`. */
export function addressText({ bytes, scope }: SocketAddress): string {
  if (bytes.length === 4) return bytes.join('.');
  return `[${inet6Text(bytes)}${scope === undefined ? '' : `%${scope}`}]`;
}

/** inet_ntop(3): hexadecimal groups without leading zeros, the first of the longest runs of two or more zero groups as `::`. */
function inet6Text(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0));
  const run = longestZeroes(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return `::ffff:${bytes.slice(12).join('.')}`;
  if (run.length < 2) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
}

function longestZeroes(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [at, group] of [...groups, 1].entries()) {
    if (group === 0) continue;
    if (at - start > best.length) best = { start, length: at - start };
    start = at + 1;
  }
  return best;
}
