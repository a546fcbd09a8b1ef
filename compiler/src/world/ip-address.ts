/** inet_pton(3) for AF_INET: four decimal numbers, no leading zeros. */
export function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** inet_pton(3) for AF_INET6: eight groups of up to four hexadecimal digits, `::` once, an IPv4 tail; no scope. */
export function isIPv6(text: string): boolean {
  let rest = text;
  const tail = /:(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    if (!isIPv4(tail[1] as string)) return false;
    rest = `${text.slice(0, tail.index)}:0:0`;
  }
  const halves = rest.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
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
