import type { Version } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { ZonedTime } from '../session/effects.js';
import { perform, type Task } from '../task.js';
import { completeAddresses } from './address-header.js';
import { dateText } from './date.js';
import { MessageParser, type MessagePart } from './message-parser.js';

/** smtpd.h: MAX_HOPS_COUNT. So many Received headers are a loop. */
const HOPS_MAX = 100;
/** Bytes to gather before the host is asked to write them. */
const WRITE_SIZE = 65536;

/** What is wrong with a message; the last thing counts (TX_ERROR_*). */
export type MessageError = 'size' | 'io' | 'loop' | 'malformed';

export interface IntakeOptions {
  readonly version: Version;
  /** The message's id in the queue. */
  readonly id: string;
  /** The listener's host name. */
  readonly hostname: string;
  /** Whether Date and Message-ID are added where they are missing. */
  readonly completes: boolean;
  /** What takes the place of the addresses in From, where the listener masquerades. */
  readonly masquerade?: string;
  readonly date: ZonedTime;
}

/** A message on its way into the queue, header by header, line by line. */
export class Intake {
  error: MessageError | undefined;
  /** Bytes written; where filters pass lines, bytes for them count as well (odatalen). */
  size = 0;
  /** Put together at once: a text made piece by piece keeps its pieces. */
  private outgoing: string[] = [];
  private outgoingSize = 0;
  private hops = 0;
  private hasDate = false;
  private hasMessageId = false;
  private readonly parser: MessageParser;

  constructor(private readonly options: IntakeOptions) {
    this.parser = new MessageParser({
      unfolds: isAddressHeader,
      blankStartsHeader: !behaves(options.version, 'no-blank-before-header'),
    });
  }

  /** smtp_session.c:smtp_tx_dataline: a line as the client sent it, its dot doubled; true when it was the last. */
  *line(line: string): Task<boolean> {
    if (this.error) return line === '.';
    const undotted = line.startsWith('.') ? line.slice(1) : line;
    for (const part of this.parser.push(line === '.' ? undefined : undotted)) {
      if (part.type === 'end') return true;
      yield* this.part(part);
      if (this.error) return false;
    }
    return false;
  }

  /** smtp_message_printf: text for the message as it is. */
  *write(text: string): Task<void> {
    if (this.error) return;
    this.size += text.length;
    this.outgoing.push(text);
    this.outgoingSize += text.length;
    if (this.outgoingSize >= WRITE_SIZE) yield* this.flush();
  }

  /** Whatever is not written yet; at the end of a message. */
  *flush(): Task<void> {
    const data = this.outgoing.join('');
    this.outgoing = [];
    this.outgoingSize = 0;
    if (data === '') return;
    const { outcome } = yield* perform({ type: 'session:write', message: this.options.id, data });
    if (outcome === 'failed') this.error = 'io';
  }

  private *part(part: Exclude<MessagePart, { type: 'end' }>): Task<void> {
    switch (part.type) {
      case 'malformed':
        this.error = 'malformed';
        return;
      case 'header':
        return yield* this.header(part.name, part.value);
      case 'header-continued':
        if (!isHeldBack(part.name)) yield* this.write(`${part.line}\n`);
        return;
      case 'header-end':
        if (part.unfolded !== undefined) yield* this.addresses(part.name, part.unfolded);
        return;
      case 'headers-end':
        if (this.options.completes) yield* this.complete();
        return;
      case 'body':
        return yield* this.write(`${part.line}\n`);
    }
  }

  private *header(name: string, value: string): Task<void> {
    if (isHeldBack(name)) return;
    const lower = name.toLowerCase();
    if (lower === 'received') {
      this.hops += 1;
      if (this.hops >= HOPS_MAX) {
        this.error = 'loop';
        return;
      }
    }
    if (lower === 'date') this.hasDate = true;
    if (lower === 'message-id') this.hasMessageId = true;
    yield* this.write(`${name}:${value}\n`);
  }

  private *addresses(name: string, value: string): Task<void> {
    const { hostname, masquerade, version } = this.options;
    const completed = completeAddresses(value, {
      domain: hostname,
      escapesInQuotes: behaves(version, 'escapes-in-quotes'),
      ...(masquerade !== undefined && name.toLowerCase() === 'from' ? { replacement: masquerade } : {}),
    });
    yield* this.write(`${name}:${completed}`);
  }

  private *complete(): Task<void> {
    if (!this.hasDate) yield* this.write(`Date: ${dateText(this.options.date)}\n`);
    if (this.hasMessageId) return;
    const id = yield* perform({ type: 'session:unique-id' });
    yield* this.write(`Message-ID: <${id}@${this.options.hostname}>\n`);
  }
}

function isAddressHeader(name: string): boolean {
  return /^(?:to|cc|from)$/i.test(name);
}

/** Bcc is dropped; headers with addresses are written when they are complete. */
function isHeldBack(name: string): boolean {
  return isAddressHeader(name) || name.toLowerCase() === 'bcc';
}
