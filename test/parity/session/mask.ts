import type { DeliveredFile, DeliveryCommand, EnvelopeResult, Exchange, Facts, SinkFacts } from './facts.js';

/** What differs from run to run, and what stands for it. Both sides are read through this. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  // The id of a session or a message, in replies and in Received.
  [/\b(2\.0\.0 )[0-9a-f]{8}( Message accepted)/g, '$1ID$2'],
  [/( with E?SMTPS?A? id )[0-9a-f]{8}/g, '$1ID'],
  // The day and the hash of a rewritten sender.
  [/\b(SRS0=)[\w+/-]{4}=\w\w=/gi, '$1HASH=DAY='],
  // Made-up message ids.
  [/^(Message-I[Dd]: <)[0-9a-f]{16}@/gm, '$1ID@'],
  // Dates as in mail, and as in the first line of an mbox.
  [/\b\w{3}, +\d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4} \(\w+\)/g, 'DATE'],
  [/^(From .*?) +\w{3} \w{3} +\d{1,2} \d\d:\d\d:\d\d \d{4}$/gm, '$1 DATE'],
  // The programs of the daemon lie elsewhere in each installation.
  [/(?:\/[\w.-]+)+\/libexec\/opensmtpd\//g, 'LIBEXEC/'],
  // Files of a maildir: the time, the process and the host.
  [/(\/(?:new|cur|tmp)\/)[0-9]+\.[0-9a-f]+\.[^/\s]+$/gm, '$1UNIQUE'],
];

export function mask(text: string): string {
  return MASKS.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

/** Facts without what differs from run to run; what happens in no order is sorted. */
export function maskFacts({ sessions, results, commands, files, sinks }: Facts): Facts {
  return {
    sessions: sessions.map(({ transcript, closed }) => ({ transcript: transcript.map(maskExchange), closed })),
    results: sorted(results.map(maskResult)),
    commands: sorted(commands.map(maskCommand)),
    files: sorted(files.map(maskFile)),
    sinks: sorted(sinks.map(maskSink)),
  };
}

/** What sendmail(8) says has ids and dates in it too. */
function maskExchange({ client, server }: Exchange): Exchange {
  return { ...(client === undefined ? {} : { client: mask(client) }), server: server.map(mask) };
}

/** A rewritten sender is in what is logged, too. */
function maskResult(result: EnvelopeResult): EnvelopeResult {
  return { ...result, from: mask(result.from), status: mask(result.status) };
}

function maskCommand({ command, input, ...rest }: DeliveryCommand): DeliveryCommand {
  return { ...rest, command: mask(command), input: mask(input) };
}

function maskFile({ path, owner, text }: DeliveredFile): DeliveredFile {
  return { path: mask(path), owner, text: mask(text) };
}

/** Recipients of one message come in no order. */
function maskSink({ commands, messages, ...rest }: SinkFacts): SinkFacts {
  const masked = commands.map(mask);
  const isRecipient = (line: string | undefined) => line?.startsWith('RCPT') ?? false;
  for (let at = 0; at < masked.length; at += 1) {
    if (!isRecipient(masked[at])) continue;
    let end = at;
    while (isRecipient(masked[end])) end += 1;
    masked.splice(at, end - at, ...masked.slice(at, end).sort());
    at = end;
  }
  return { ...rest, commands: masked, messages: messages.map(mask) };
}

function sorted<T>(list: readonly T[]): T[] {
  return list
    .map((one) => [JSON.stringify(one), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
}
