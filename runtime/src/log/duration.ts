const UNITS = [
  ['d', 86400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** Seconds as the log writes them: 1d3m4s, 0s (util.c:duration_to_text). */
export function durationText(seconds: number): string {
  if (seconds === 0) return '0s';
  let left = Math.abs(seconds);
  let text = seconds < 0 ? '-' : '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${unit}`;
    left -= count * size;
  }
  return text;
}
