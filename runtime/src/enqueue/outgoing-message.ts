import { headerAddresses } from './header-addresses.js';
import type { EnqueueOptions } from './options.js';
import { quotedPrintable } from './quoted-printable.js';

/** Who hands a message in, and where and when. */
export interface Submitter {
  /** Login name; "anonymous" where there is none. */
  readonly username: string;
  /** As the system's users have it; absent where they do not. */
  readonly fullName?: string;
  /** What stands behind the @ of addresses without one. */
  readonly hostname: string;
  /** As a Date header has it. */
  readonly date: string;
}

/** A message as the server is told of it. */
export interface OutgoingMessage {
  /** "" for the null sender. */
  readonly sender: string;
  readonly recipients: readonly string[];
  /** A byte text whose lines end in LF. */
  readonly text: string;
}

/** enqueue.c: LINESPLIT. A message with a line of so many bytes is encoded. */
const LONG_LINE = 990;

const KNOWN = [
  'from',
  'to',
  'cc',
  'bcc',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-disposition',
  'content-transfer-encoding',
  'user-agent',
];

interface Field {
  /** In lower case; "" for what is no field, or one that does not matter. */
  readonly name: string;
  /** What stands behind the colon, with its line breaks. */
  value: string;
  readonly lines: string[];
}

/**
 * A message that a user hands in, made ready for the server: fields that are missing, recipients from the header, no Bcc, long
 * lines encoded (enqueue.c:parse_message, enqueue.c:enqueue). `input` is a byte text. A string says why it cannot be sent.
 */
export function outgoingMessage(input: string, options: EnqueueOptions, by: Submitter): OutgoingMessage | string {
  const lines = linesOf(input);
  const bodyAt = lines.indexOf('');
  const fields = fieldsOf(bodyAt === -1 ? lines : lines.slice(0, bodyAt));
  const body = bodyAt === -1 ? [] : lines.slice(bodyAt);
  const hasHeader = fields.some(({ name }) => name !== '');
  const named = (name: string): readonly Field[] => fields.filter((field) => field.name === name);

  const qualified = (address: string): string =>
    address === '' || address.includes('@') ? address : `${address}@${by.hostname}`;
  let sender = options.from === undefined ? by.username : withoutBrackets(options.from);
  if (sender === undefined) return `${options.from}: the bracket does not end`;
  const recipients = options.recipients.flatMap((one) => one.split(','));
  for (const field of fields) {
    const isSender = field.name === 'from' && options.from === undefined;
    if (!isSender && !(options.fromHeader && ['to', 'cc', 'bcc'].includes(field.name))) continue;
    const addresses = headerAddresses(field.value);
    if (typeof addresses === 'string') return `${field.name}: ${addresses}`;
    if (isSender) sender = addresses.at(-1) ?? sender;
    else recipients.push(...addresses);
  }
  if (recipients.length === 0) return 'no recipients';

  const added: string[] = [];
  const name = options.name ?? (options.from === undefined ? by.fullName : undefined) ?? '';
  if (named('from').length === 0) added.push(`From: ${name === '' ? '' : `${name} `}<${qualified(sender)}>`);
  if (named('date').length === 0) added.push(`Date: ${by.date}`);
  const encodes = lines.some((line) => line.length + 1 >= LONG_LINE);
  if (encodes) added.push(...encodingFields((one) => named(one).length > 0));
  const kept = fields.filter((field) => field.name !== 'bcc').flatMap((field) => field.lines.filter(isKept));
  // What begins without a field that matters is a text, and gets the empty line that it lacks.
  const head = hasHeader ? [...added, ...kept] : [...added, ''];
  const content = hasHeader ? body : lines;
  const encodesBody = encodes && named('content-transfer-encoding').length === 0;
  return {
    sender: qualified(sender),
    recipients: recipients.map(qualified),
    text: [...head, ...(encodesBody ? content.flatMap(quotedPrintable) : content)].map((line) => `${line}\n`).join(''),
  };
}

/** A last line without an end counts; carriage returns before an end do not. */
function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
}

function fieldsOf(lines: readonly string[]): readonly Field[] {
  const fields: Field[] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last) {
      last.value += `\n${line}`;
      last.lines.push(line);
      continue;
    }
    const name = KNOWN.find((one) => line.length > one.length && line.toLowerCase().startsWith(`${one}:`)) ?? '';
    fields.push({ name, value: line.slice(name.length + 1), lines: [line] });
  }
  return fields;
}

/** What other programs put there and delivery puts there anew. */
function isKept(line: string): boolean {
  return !/^(?:from |return-path: )/i.test(line);
}

function encodingFields(has: (name: string) => boolean): readonly string[] {
  return [
    has('mime-version') ? '' : 'MIME-Version: 1.0',
    has('content-type') ? '' : 'Content-Type: text/plain; charset=unknown-8bit',
    has('content-disposition') ? '' : 'Content-Disposition: inline',
    has('content-transfer-encoding') ? '' : 'Content-Transfer-Encoding: quoted-printable',
  ].filter((line) => line !== '');
}

function withoutBrackets(from: string): string | undefined {
  if (!from.startsWith('<')) return from;
  return from.endsWith('>') ? from.slice(1, -1) : undefined;
}
