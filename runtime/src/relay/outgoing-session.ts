import { behaves, isDomainPart, type ReportEvent } from '@smtpd-conf/engine';
import type { Target } from '@smtpd-conf/grammar';
import { type EnvelopeId, messageIdOf } from '../queue/ids.js';
import { loginResult, shownCommand, verbOf } from './outgoing-command.js';

export interface OutgoingSessionOptions {
  /** Sixteen hexadecimal digits. */
  readonly id: string;
  readonly target: Target;
  /** Takes a line of the mail log. */
  readonly log: (line: string) => void;
  /** Tells the filters of the relay's action. */
  readonly report: (event: ReportEvent, fields: readonly string[]) => void;
}

export interface ServerCertificate {
  readonly isValid: boolean;
  /** Whether it had to be. */
  readonly isDemanded: boolean;
  /** Of its SHA-256, in small hexadecimal digits. */
  readonly fingerprint: string;
}

/** A command that the server has not answered yet. */
interface Command {
  readonly text: string;
  readonly verb: string;
  /** As filters may see it. */
  readonly shown: string;
  /** How many replies it still gets: one, but for a message that goes over LMTP. */
  replies: number;
  /** Of RCPT TO: for which recipient. */
  readonly recipient?: number;
}

interface Transaction {
  readonly message: string;
  readonly envelopes: readonly EnvelopeId[];
  readonly sender: string;
  readonly recipients: readonly string[];
  /** RCPT TO that were sent. */
  asked: number;
  accepted: number;
}

/**
 * What the daemon says of a session with another server, in its log and to filters (mta_session.c). It hears what goes over the
 * wire; commands that were sent ahead of the replies to others are told of in the order in which they are answered, as the
 * daemon never sends any ahead.
 */
export class OutgoingSession {
  /** The address it comes from, as the log has it. */
  source = '-';
  private readonly unanswered: Command[] = [];
  private transaction: Transaction | undefined;
  private isGreeted = false;
  private isEnded = false;
  /** The word for TLS that filters are still to hear. */
  private secured: string | undefined;
  private login: { readonly username: string } | undefined;
  /** Of all messages of the session: the daemon does not begin anew with each (mta_session.c: datalen). */
  private bytes = 0;
  private messages = 0;

  constructor(private readonly options: OutgoingSessionOptions) {}

  get id(): string {
    return this.options.id;
  }

  /** @param url `smtp://192.0.2.1:25`; `name` is what the address resolves to */
  connecting(url: string, name: string | undefined): void {
    this.log(`connecting address=${url} host=${name ?? NO_NAME}`);
  }

  /** Ends as `address:port`. */
  connected(name: string | undefined, from: string, to: string): void {
    this.source = from.slice(0, from.lastIndexOf(':'));
    this.log('connected');
    this.options.report('link-connect', [name ?? NO_NAME, 'pass', from, to]);
  }

  /** @param text protocol, cipher and bits */
  tls(text: string, certificate: ServerCertificate): void {
    const hasLibtls = behaves(this.options.target.version, 'libtls');
    this.log(`tls ciphers=${text}`);
    this.log(
      hasLibtls
        ? checkedText(certificate)
        : `server-cert-check result="${certificate.isValid ? 'success' : 'failure'}"`,
    );
    // Before, filters heard of it when the handshake was over; since, when the session goes on.
    if (hasLibtls && this.isGreeted) this.secured = text;
    else this.options.report('link-tls', [text]);
  }

  /** AUTH comes next, for this user. */
  authenticates(username: string): void {
    this.login = { username };
  }

  /** A message comes next. */
  begins(envelopes: readonly EnvelopeId[], sender: string, recipients: readonly string[]): void {
    const message = messageIdOf(envelopes[0] ?? '');
    this.transaction = { message, envelopes, sender, recipients, asked: 0, accepted: 0 };
  }

  command(text: string): void {
    const verb = verbOf(text);
    const shown = shownCommand(text, this.login !== undefined);
    let recipient: number | undefined;
    if (verb === 'RCPT' && this.transaction) {
      recipient = this.transaction.asked;
      this.transaction.asked += 1;
    }
    this.send({ text, verb, shown, replies: 1, ...(recipient === undefined ? {} : { recipient }) });
  }

  /** The whole message went out, dots doubled, in so many bytes without the last dot; over LMTP each recipient gets a reply. */
  sent(bytes: number, isLmtp: boolean): void {
    this.bytes += bytes;
    this.send({ text: '.', verb: '.', shown: '.', replies: isLmtp ? Math.max(1, this.transaction?.accepted ?? 1) : 1 });
  }

  /** A whole reply, of one line or several. */
  reply(text: string): void {
    const lines = text.split(/\r?\n/);
    for (const line of lines) this.options.report('protocol-server', [line]);
    const last = lines.at(-1) ?? '';
    const command = this.unanswered[0];
    if (!command) {
      this.greeted(last);
      return;
    }
    this.conclude(command, last);
    command.replies -= 1;
    if (command.replies > 0) return;
    this.unanswered.shift();
    const next = this.unanswered[0];
    if (next) this.tell(next);
  }

  failed(reason: string): void {
    this.log(`error reason=${reason}`);
  }

  timedOut(): void {
    this.options.report('timeout', []);
  }

  ended(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.options.report('link-disconnect', []);
  }

  private send(command: Command): void {
    this.unanswered.push(command);
    if (this.unanswered.length === 1) this.tell(command);
  }

  private tell({ text, verb, shown, recipient }: Command): void {
    const { report } = this.options;
    report('protocol-client', [shown]);
    if (verb === 'EHLO' || verb === 'HELO' || verb === 'LHLO') report('link-identify', [verb, text.slice(5)]);
    if (this.secured !== undefined) report('link-tls', [this.secured]);
    this.secured = undefined;
    const { transaction } = this;
    const envelope = recipient === undefined ? undefined : transaction?.envelopes[recipient];
    if (transaction && envelope !== undefined) report('tx-envelope', [transaction.message, envelope]);
  }

  private greeted(line: string): void {
    if (this.isGreeted || !line.startsWith('2')) return;
    this.isGreeted = true;
    const [name = ''] = line.slice(4).split(' ');
    this.options.report('link-greeting', [name !== '' && isDomainPart(name, this.options.target.platform) ? name : '']);
  }

  private conclude({ text, verb, recipient }: Command, line: string): void {
    const { transaction } = this;
    if (this.login) this.loggedIn(this.login.username, text, line);
    if (verb === 'QUIT') this.log(`disconnected reason=quit messages=${this.messages}`);
    if (!transaction) return;
    const { report } = this.options;
    const { message, sender } = transaction;
    const isTaken = line.startsWith('2');
    switch (verb) {
      case 'MAIL':
        if (!isTaken) {
          this.transaction = undefined;
          return;
        }
        report('tx-begin', [message]);
        report('tx-mail', [message, 'ok', sender]);
        return;
      case 'RCPT':
        this.concludeRecipient(transaction, recipient ?? 0, line);
        return;
      case 'DATA':
        report('tx-data', [message, isTaken || line.startsWith('3') ? 'ok' : failure(line)]);
        if (!isTaken && !line.startsWith('3')) this.rollback(transaction);
        return;
      case '.':
        if (isTaken) {
          this.messages += 1;
          report('tx-commit', [message, String(this.bytes)]);
          report('tx-reset', [message]);
        } else this.rollback(transaction);
        return;
    }
  }

  private concludeRecipient(transaction: Transaction, at: number, line: string): void {
    const { report } = this.options;
    const { message, recipients } = transaction;
    const address = recipients[at] ?? '';
    if (line.startsWith('2')) {
      transaction.accepted += 1;
      report('tx-rcpt', [message, 'ok', address]);
      return;
    }
    report('tx-rollback', [message]);
    report('tx-reset', [message]);
    if (at === recipients.length - 1 && transaction.accepted === 0) this.transaction = undefined;
    else report('tx-rcpt', [message, failure(line), address]);
  }

  private rollback({ message }: Transaction): void {
    this.options.report('tx-rollback', [message]);
    this.options.report('tx-reset', [message]);
  }

  private loggedIn(username: string, command: string, line: string): void {
    const result = loginResult(command, line);
    if (result === undefined) return;
    this.login = undefined;
    const isResultFirst = behaves(this.options.target.version, 'auth-result-first');
    this.options.report('link-auth', isResultFirst ? [result, username] : [username, result]);
  }

  private log(text: string): void {
    this.options.log(`${this.options.id} mta ${text}`);
  }
}

function checkedText({ isDemanded, fingerprint }: ServerCertificate): string {
  return `cert-check result="${isDemanded ? 'valid' : 'unverified'}" fingerprint="SHA256:${fingerprint}"`;
}

/** What printf(3) makes of a name that is not there. */
const NO_NAME = '(null)';

function failure(line: string): string {
  return line.startsWith('5') ? 'permfail' : 'tempfail';
}
