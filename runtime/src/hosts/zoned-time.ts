import type { ZonedTime } from '@smtpd-conf/engine';

/** As of the minute that was asked for last: asking ICU is dearer than all the rest of a message's headers. */
let lately: { readonly minute: number; readonly zone: string } | undefined;

/** A moment as localtime(3) sees it. */
export function zonedTime(date: Date): ZonedTime {
  const minute = Math.floor(date.getTime() / 60_000);
  if (lately?.minute !== minute) lately = { minute, zone: zoneOf(date) };
  return {
    seconds: Math.floor(date.getTime() / 1000),
    offset: -date.getTimezoneOffset() * 60,
    zone: lately.zone,
  };
}

function zoneOf(date: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(date);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
}
