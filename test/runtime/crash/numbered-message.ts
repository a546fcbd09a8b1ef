import { createHash } from 'node:crypto';

/** A message that can be told from all others, and whose every byte can be checked: lines end in CRLF. */
export function numberedMessage(token: string, lines: readonly string[]): string {
  const body = lines.map((line) => `${line}\r\n`).join('');
  return `Subject: ${token}\r\nX-Check: ${token} ${checksum(body)}\r\n\r\n${body}`;
}

/** The token of a message that arrived whole, its lines ending in LF or CRLF; undefined for one that is torn. */
export function wholeToken(message: string): string | undefined {
  const text = message.replace(/\r?\n/g, '\r\n');
  const [, token, sum] = /^X-Check: (\S+) (\S+)\r$/m.exec(text) ?? [];
  const end = text.indexOf('\r\n\r\n');
  return end !== -1 && sum === checksum(text.slice(end + 4)) ? token : undefined;
}

function checksum(body: string): string {
  return `${body.length}.${createHash('sha256').update(body, 'latin1').digest('hex').slice(0, 16)}`;
}
