import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SessionReport } from '../../relay/session-report.js';
import type { TlsSession } from '../tls-session.js';

/** What the library tells of a session; a bunyan entry and its text. */
interface Entry {
  /** `client` and `server` of what is said, without the last line end; `message` when all of a message was. */
  readonly tnx?: string;
  readonly localAddress?: string;
  readonly localPort?: number;
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  /** Of a message, as it went out. */
  readonly outByteCount?: number;
}

/** Has a session of the library's reported. What it says of itself in its log is all that there is of what was said. */
export function reportingLogger(
  report: SessionReport,
  peerName: string,
  /** What TLS came to, once there is any. */
  tls: () => TlsSession | undefined,
): SMTPConnection.Options['logger'] {
  const tellTls = (): void => {
    const session = tls();
    if (session) report.secured(`${session.version}:${session.cipher}:${session.bits}`);
  };
  const take = (entry: Entry, text: string): void => {
    const { tnx, localAddress, remoteAddress, outByteCount } = entry;
    if (tnx === 'client') report.said(wireText(text));
    else if (tnx === 'server') report.heard(wireText(text).split(/\r?\n/));
    else if (tnx === 'network' && localAddress !== undefined && remoteAddress !== undefined) {
      report.connected(
        peerName,
        addressAndPort(localAddress, entry.localPort),
        addressAndPort(remoteAddress, entry.remotePort),
      );
      tellTls();
    } else if (tnx === 'smtp' && text === UPGRADED) tellTls();
    else if (tnx === 'message' && outByteCount !== undefined) {
      report.sent(outByteCount - END.length);
      report.said('.');
    }
  };
  const ignore = (): void => undefined;
  return { trace: ignore, debug: take, info: take, warn: ignore, error: ignore, fatal: ignore, level: ignore } as never;
}

/** The library's words after STARTTLS. */
const UPGRADED = 'Connection upgraded with STARTTLS';
/** What the library counts as part of a message. */
const END = '.\r\n';

function addressAndPort(address: string, port = 0): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** A byte text of what the library has decoded. */
function wireText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
