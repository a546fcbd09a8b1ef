/** Text of the file's within a sentence of Markdown: as it stands, whatever is in it. */
export function code(text: string): string {
  const ticks = '`'.repeat(longestTicks(text) + 1);
  const room = /^`|`$/.test(text) ? ' ' : '';
  return `${ticks}${room}${text.replaceAll('\n', ' ')}${room}${ticks}`;
}

/** Lines of the file's on their own, in the colours of the language. */
export function fenced(text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  return `${ticks}smtpd-conf\n${text}\n${ticks}\n`;
}

function longestTicks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
