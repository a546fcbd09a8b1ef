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

/** scan_scaled(3): a number with up to one point and a unit of 1024s. Bytes, or undefined. */
export function parseSize(text: string): number | undefined {
  const match = /^[ \t\n\v\f\r]*([+-]?)([0-9]*)(?:\.([0-9]*))?/.exec(text);
  if (match === null) return undefined;
  const [start = '', sign = '', digits = '', fraction = ''] = match;
  let bytes = BigInt(digits || '0');
  if (digits.length > MOST_DIGITS || bytes > INT64_MAX) return undefined;
  const rest = text.slice(start.length);
  if (rest !== '') {
    const unit = UNITS.indexOf((rest[0] as string).toLowerCase());
    // After the unit nothing alphanumeric may follow; anything else is not looked at.
    if (unit === -1 || /^[0-9A-Za-z]/.test(rest.slice(1))) return undefined;
    const scale = 1024n ** BigInt(unit);
    if (bytes > INT64_MAX / scale) return undefined;
    const part = scaledFraction(fraction.slice(0, MOST_DIGITS - 1), scale);
    if (part === undefined) return undefined;
    bytes = bytes * scale + part;
  }
  return Number(sign === '-' ? -bytes : bytes);
}

function scaledFraction(digits: string, scale: bigint): bigint | undefined {
  let part = BigInt(digits || '0');
  if (part > INT64_MAX) return undefined;
  let length = digits.length;
  while (part >= INT64_MAX / scale) {
    part /= 10n;
    length--;
  }
  return (part * scale) / 10n ** BigInt(Math.max(0, length));
}
