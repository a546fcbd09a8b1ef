/**
 * A message as an mbox holds it: a line that names the sender and the time, lines that look like it quoted, and an empty
 * line at the end. The system's mailboxes quote only what follows an empty line (mail.local.c:storemail), other files quote
 * all (mail.mboxfile.c). Fed in pieces, as a message may be large.
 */
export class MboxEncoder {
  private first = true;
  private line: Buffer = Buffer.alloc(0);
  private afterEmpty = true;

  /** @param date as ctime(3) has it, without its newline */
  constructor(
    private readonly sender: string,
    private readonly date: string,
    private readonly quoteAll: boolean,
  ) {}

  encode(bytes: Uint8Array): Buffer {
    const out: Buffer[] = [];
    if (this.first) out.push(Buffer.from(`From ${this.sender} ${this.date}\n`));
    this.first = false;
    let rest = Buffer.concat([this.line, bytes]);
    for (let end = rest.indexOf(LF); end !== -1; end = rest.indexOf(LF)) {
      out.push(...this.quoted(rest.subarray(0, end + 1)));
      rest = rest.subarray(end + 1);
    }
    this.line = rest;
    return Buffer.concat(out);
  }

  /** The rest, with the empty line that ends the message. */
  end(): Buffer {
    const out: Buffer[] = [];
    if (this.first) out.push(this.encode(new Uint8Array(0)));
    if (this.line.length > 0) out.push(...this.quoted(Buffer.concat([this.line, Buffer.from('\n')])));
    out.push(Buffer.from('\n'));
    return Buffer.concat(out);
  }

  private quoted(line: Buffer): Buffer[] {
    const quote = (this.quoteAll || this.afterEmpty) && line.subarray(0, 5).toString('latin1') === 'From ';
    this.afterEmpty = line.length === 1;
    return quote ? [Buffer.from('>'), line] : [line];
  }
}

const LF = 0x0a;

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** ctime(3) in local time, without the newline: "Wed Nov 25 10:10:23 2026". */
export function ctime(date: Date): string {
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
  const day = String(date.getDate()).padStart(2, ' ');
  return `${DAYS[date.getDay()]} ${MONTHS[date.getMonth()]} ${day} ${time} ${date.getFullYear()}`;
}
