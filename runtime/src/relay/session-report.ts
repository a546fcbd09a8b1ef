import { isDomainPart, type ReportEvent } from '@smtpd-conf/engine';
import type { Platform } from '@smtpd-conf/grammar';
import type { EnvelopeId, MessageId } from '../queue/ids.js';

/** A message that goes over the session. */
export interface ReportedMessage {
  readonly id: MessageId;
  readonly sender: string;
  /** In the order in which they are named to the server. */
  readonly recipients: readonly { readonly envelope: EnvelopeId; readonly address: string }[];
}

export interface SessionReportOptions {
  /** Tells the filter processes of the session; texts are byte texts. */
  readonly tell: (event: ReportEvent, fields: readonly string[]) => void;
  /** Which comes first in `link-auth` (engine/src/behaviour.ts). */
  readonly authResultFirst: boolean;
  readonly platform: Platform;
}

/** What a reply is an answer to. */
type Asked =
  | 'banner'
  | 'auth'
  | 'auth-login'
  | 'auth-user'
  | 'auth-password'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'end'
  | 'other';

const VERDICTS: Readonly<Record<string, string>> = { 2: 'ok', 3: 'ok', 4: 'tempfail', 5: 'permfail' };

/**
 * What filter processes are told of a session with another server, worked out of what is said in it (mta_session.c:
 * mta_response, mta_enter_state). Lines come without their ends.
 */
export class SessionReport {
  /** What is not answered yet, and what was said and answered last. */
  private readonly asked: Asked[] = ['banner'];
  private lastSaid: Asked = 'banner';
  private lastAnswered: Asked = 'banner';
  private message: ReportedMessage | undefined;
  /** Recipients named, and answered for, so far. */
  private named = 0;
  private answered = 0;
  private refused = 0;
  private bytes = 0;
  private user = '';

  constructor(private readonly options: SessionReportOptions) {}

  /** @param name the server's, by its address; the addresses as `address:port` */
  connected(name: string, source: string, destination: string): void {
    this.tell('link-connect', name, 'pass', source, destination);
  }

  /** @param session as `version:cipher:bits` */
  secured(session: string): void {
    this.tell('link-tls', session);
  }

  ended(): void {
    this.tell('link-disconnect');
  }

  /** A message is about to be sent. */
  begins(message: ReportedMessage): void {
    this.message = message;
    this.named = 0;
    this.answered = 0;
    this.refused = 0;
  }

  /** Whose password is about to be given. */
  authenticates(user: string): void {
    this.user = user;
  }

  /** Bytes of a message went out: the daemon counts those of a session, not of a message. */
  sent(bytes: number): void {
    this.bytes += bytes;
  }

  /** A command. Names and passwords are not told. */
  said(line: string): void {
    const asked = askedBy(line, this.lastSaid);
    this.lastSaid = asked;
    const secret = asked === 'auth' && /^auth plain /i.test(line) ? 'AUTH PLAIN ********' : undefined;
    this.asked.push(asked);
    const isSecret = asked === 'auth-user' || asked === 'auth-password';
    this.tell('protocol-client', isSecret ? '********' : (secret ?? line));
    const hello = /^(EHLO|HELO|LHLO) (.*)$/.exec(line);
    if (hello) this.tell('link-identify', hello[1] ?? '', hello[2] ?? '');
    if (asked !== 'rcpt') return;
    const recipient = this.message?.recipients[this.named];
    this.named += 1;
    if (this.message && recipient) this.tell('tx-envelope', this.message.id, recipient.envelope);
  }

  /** A reply, with all of its lines. */
  heard(lines: readonly string[]): void {
    for (const line of lines) this.tell('protocol-server', line);
    const line = lines.at(-1) ?? '';
    // Over LMTP every recipient has a reply of its own at the end.
    this.lastAnswered = this.asked.shift() ?? this.lastAnswered;
    this.understand(this.lastAnswered, line);
  }

  private understand(asked: Asked, line: string): void {
    const taken = line.startsWith('2');
    switch (asked) {
      case 'banner':
        if (taken) this.tell('link-greeting', greetingName(line, this.options.platform));
        return;
      case 'auth':
      case 'auth-password':
        this.authenticated(taken ? 'pass' : 'fail');
        return;
      case 'auth-login':
      case 'auth-user':
        if (line.startsWith('334 ')) return;
        this.lastSaid = 'other';
        this.authenticated('fail');
        return;
      case 'mail':
        if (!taken || !this.message) return;
        this.tell('tx-begin', this.message.id);
        this.tell('tx-mail', this.message.id, 'ok', this.message.sender);
        return;
      case 'rcpt':
        this.recipient(line);
        return;
      case 'data':
        if (!this.message) return;
        this.tell('tx-data', this.message.id, verdictOf(line));
        if (!/^[23]/.test(line)) this.dropped();
        return;
      case 'end':
        if (!taken) this.dropped();
        else if (this.message) {
          this.tell('tx-commit', this.message.id, String(this.bytes));
          this.tell('tx-reset', this.message.id);
        }
        return;
      case 'other':
        return;
    }
  }

  private recipient(line: string): void {
    const { message } = this;
    const recipient = message?.recipients[this.answered];
    this.answered += 1;
    if (!message || !recipient) return;
    if (!line.startsWith('2')) {
      this.refused += 1;
      this.dropped();
      // The daemon has nothing left to say of the last one.
      if (this.refused === message.recipients.length) return;
    }
    this.tell('tx-rcpt', message.id, verdictOf(line), recipient.address);
  }

  private dropped(): void {
    if (!this.message) return;
    this.tell('tx-rollback', this.message.id);
    this.tell('tx-reset', this.message.id);
  }

  private authenticated(result: 'pass' | 'fail'): void {
    if (this.options.authResultFirst) this.tell('link-auth', result, this.user);
    else this.tell('link-auth', this.user, result);
  }

  private tell(event: ReportEvent, ...fields: readonly string[]): void {
    this.options.tell(event, fields);
  }
}

function askedBy(line: string, last: Asked): Asked {
  if (last === 'auth-login') return 'auth-user';
  if (last === 'auth-user') return 'auth-password';
  if (line === '.') return 'end';
  const [verb = '', what = ''] = line.toUpperCase().split(' ');
  if (verb === 'AUTH') return what === 'LOGIN' ? 'auth-login' : 'auth';
  if (verb === 'MAIL') return 'mail';
  if (verb === 'RCPT') return 'rcpt';
  return verb === 'DATA' ? 'data' : 'other';
}

function verdictOf(line: string): string {
  return VERDICTS[line.charAt(0)] ?? 'tempfail';
}

/** The name in a banner; "" where it has none that is valid. */
function greetingName(line: string, platform: Platform): string {
  const [name = ''] = line.slice(4).split(' ');
  return isDomainPart(name, platform) ? name : '';
}
