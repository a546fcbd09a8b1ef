/** inet_pton(3) for AF_INET: four decimal numbers without leading zeros. The bytes, or undefined. */
export function parseIPv4(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/**
 * inet_pton(3) for AF_INET6: groups of up to four hexadecimal digits, `::` once, an IPv4 tail; no scope. The sixteen bytes,
 * or undefined.
 */
export function parseIPv6(text: string): number[] | undefined {
  let rest = text;
  let tail: number[] = [];
  const dotted = /:(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const bytes = parseIPv4(dotted[1] as string);
    if (bytes === undefined) return undefined;
    tail = bytes;
    rest = text.slice(0, dotted.index + 1);
    if (!rest.endsWith('::')) rest = rest.slice(0, -1);
  }
  const halves = rest.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], back = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (![...head, ...back].every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  const filled = (head.length + back.length) * 2 + tail.length;
  if (halves.length === 2 ? filled > 14 : filled !== 16) return undefined;
  const zeros = new Array<number>(16 - filled).fill(0);
  return [...bytesOf(head), ...zeros, ...bytesOf(back), ...tail];
}

function bytesOf(groups: readonly string[]): number[] {
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/**
 * inet_aton(3): one to four numbers, each decimal, octal (`0…`) or hexadecimal (`0x…`), of which the last fills what is
 * left of the address. The address in its usual form, or undefined.
 */
export function looseIPv4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(part)))
    return undefined;
  const numbers = parts.map((part) => (/^0[0-7]/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = numbers.pop() as number;
  const room = 4 - numbers.length;
  if (numbers.some((number) => number > 255) || last >= 256 ** room) return undefined;
  for (let byte = room - 1; byte >= 0; byte--) numbers.push(Math.trunc(last / 256 ** byte) % 256);
  return numbers.join('.');
}
