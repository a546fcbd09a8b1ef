const FACTORS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };
const INT_MAX = 2147483647;

/** delaytonum in parse.y: at least one digit and a unit. Seconds, or undefined. */
export function parseDelay(text: string): number | undefined {
  const factor = text.length < 2 ? undefined : FACTORS[text.at(-1) as string];
  if (factor === undefined) return undefined;
  const number = strtonum(text.slice(0, -1));
  if (number === undefined || number < 1 || number > Math.trunc(INT_MAX / factor)) return undefined;
  return number * factor;
}

/** strtonum(3) of numbers up to INT_MAX: white space and a sign may stand before the digits. */
function strtonum(text: string): number | undefined {
  if (!/^[ \t\n\v\f\r]*[+-]?[0-9]+$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}

const UNITS = 'bkmgtpe';
const INT64_MAX = 9223372036854775807n;
/** fmt_scaled.c: MAX_DIGITS less one; further digits are an error before the point and ignored behind it. */
const MOST_DIGITS = 20;

/**
 * scan_scaled(3): a number with up to one point and a unit of 1024s. Bytes, or undefined.
 * @param wraps whether too large numbers overflow 64 bits unnoticed, as in the copy that came with releases up to 6.8
 */
export function parseSize(text: string, wraps: boolean): number | undefined {
  const match = /^[ \t\n\v\f\r]*([+-]?)([0-9]*)(?:\.([0-9]*))?/.exec(text);
  if (match === null) return undefined;
  const [start = '', sign = '', digits = '', fraction = ''] = match;
  if (digits.length > MOST_DIGITS) return undefined;
  const fit = (value: bigint): bigint | undefined =>
    wraps ? BigInt.asIntN(64, value) : value > INT64_MAX ? undefined : value;
  let bytes = fit(BigInt(digits || '0'));
  const rest = text.slice(start.length);
  if (rest !== '') {
    const unit = UNITS.indexOf((rest[0] as string).toLowerCase());
    // After the unit nothing alphanumeric may follow; anything else is not looked at.
    if (unit === -1 || /^[0-9A-Za-z]/.test(rest.slice(1))) return undefined;
    const scale = 1024n ** BigInt(unit);
    const scaled = bytes === undefined ? undefined : fit(bytes * scale);
    const part = fit(BigInt(fraction.slice(0, MOST_DIGITS - 1) || '0'));
    if (scaled === undefined || part === undefined) return undefined;
    bytes = scaled + scaledFraction(part, Math.min(fraction.length, MOST_DIGITS - 1), scale);
  }
  return bytes === undefined ? undefined : Number(sign === '-' ? -bytes : bytes);
}

function scaledFraction(digits: bigint, length: number, scale: bigint): bigint {
  let part = digits;
  let places = length;
  while (part >= INT64_MAX / scale) {
    part /= 10n;
    places--;
  }
  return (part * scale) / 10n ** BigInt(Math.max(0, places));
}
