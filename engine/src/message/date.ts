import type { ZonedTime } from '../session/effects.js';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** to.c:time_to_text: "Wed, 25 Nov 2026 09:49:46 +0000 (UTC)". */
export function dateText({ seconds, offset, zone }: ZonedTime): string {
  const local = new Date((seconds + offset) * 1000);
  const clock = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(twoDigits).join(':');
  const away = Math.abs(offset);
  const hours = twoDigits(Math.floor(away / 3600));
  const minutes = twoDigits(Math.floor((away % 3600) / 60));
  const day = `${DAYS[local.getUTCDay()]}, ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()}`;
  return `${day} ${clock} ${offset >= 0 ? '+' : '-'}${hours}${minutes} (${zone})`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
