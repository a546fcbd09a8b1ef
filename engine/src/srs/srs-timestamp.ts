const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const DAY = 24 * 60 * 60;
/** Days are counted in ten bits. */
const CYCLE = 1024;

/** The day of a time in seconds since the epoch, as two base32 digits. */
export function timestampOf(now: number): string {
  const day = dayOf(now);
  return `${BASE32[day >> 5]}${BASE32[day & 31]}`;
}

/** srs.c:timestamp_check_range: whether two digits name a day at most `ttl` days ago, or tomorrow. */
export function isCurrent(digits: string, now: number, ttl: number): boolean {
  const high = BASE32.indexOf(digits.charAt(0));
  const low = BASE32.indexOf(digits.charAt(1));
  if (digits.length < 2 || high < 0 || low < 0) return false;
  const day = (high << 5) | low;
  const today = dayOf(now);
  return day === today || isRecent(today, day, ttl) || isTomorrow(today, day);
}

function dayOf(now: number): number {
  return Math.floor(now / DAY) % CYCLE;
}

/** srs.c:minrange. */
function isRecent(today: number, day: number, ttl: number): boolean {
  return today > ttl ? day <= today && day >= today - ttl : day <= today || day >= CYCLE - (ttl - today);
}

/** srs.c:maxrange, which near the end of the cycle takes any later day. */
function isTomorrow(today: number, day: number): boolean {
  return today + 1 < CYCLE ? day >= today && day <= today + 1 : day >= today || day <= (today + 1) % CYCLE;
}
