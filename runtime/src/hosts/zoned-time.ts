import type { ZonedTime } from '@smtpd-conf/engine';

/** A moment as localtime(3) sees it. */
export function zonedTime(date: Date): ZonedTime {
  const zone = new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(date);
  return {
    seconds: Math.floor(date.getTime() / 1000),
    offset: -date.getTimezoneOffset() * 60,
    zone: zone.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC',
  };
}
