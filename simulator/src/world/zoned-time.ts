import type { ZonedTime } from '@smtpd-conf/engine';

/** A time as a world writes it, 2026-01-31T12:00:00Z or with an offset. */
export function parseZonedTime(text: string): ZonedTime {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 * (sign === '-' ? -1 : 1);
  return { seconds: Date.parse(text) / 1000, offset, zone: offset === 0 ? 'UTC' : `${sign}${hours}${minutes}` };
}
