/**
 * What another server said, as one line of ours: the last one of its reply, without anything that a log, a queue file or a
 * notification could take for more than text (CVE-2020-8794).
 */
export function oneLine(text: string): string {
  const line = text.split(/[\r\n]+/).findLast((one) => one !== '') ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
  return line.replace(/[\x00-\x1f\x7f]/g, '?').slice(0, LONGEST);
}

/** smtpd.h: LINE_MAX. */
const LONGEST = 2047;
