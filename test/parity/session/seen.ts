import { messagesOf, type Relayed, relayedBy, sorted } from './comparable.js';
import type { Facts, SinkFacts } from './facts.js';

/** The daemon's own programs, which the runtime does the work of without a shell. */
const AGENT = /^LIBEXEC\/mail\.(?:local|maildir|lmtp|mboxfile)\b/;

/** What another server sees, in no order, and however many connections it took. */
export interface SeenFacts extends Facts {
  readonly relayed: readonly Relayed[];
}

/**
 * What can be seen of a server from outside however long it is watched: all but the shells that it starts for programs of
 * its own.
 */
export function seen(facts: Facts): SeenFacts {
  const { sinks, files, ...rest } = watched(facts);
  const relayed = sinks.map(relayedBy);
  return {
    ...rest,
    commands: facts.commands.filter(({ command }) => !AGENT.test(command)),
    // What sendmail(8) could not hand in, it leaves at home; here nobody runs it.
    files: files.filter(({ path }) => !path.endsWith('/dead.letter')),
    sinks: distinct(sinks.map((sink, at) => (relayed[at]?.length === 0 ? sink : withoutTransactions(sink)))),
    relayed: sorted(relayed.flat()),
  };
}

function withoutTransactions(sink: SinkFacts): SinkFacts {
  return {
    ...sink,
    commands: sink.commands.filter((line) => !/^(?:MAIL FROM|RCPT TO|DATA|RSET)/.test(line)),
    messages: [],
  };
}

/** Whether one connection carries two messages or two do is up to the clock. */
function distinct(sinks: readonly SinkFacts[]): readonly SinkFacts[] {
  return sorted([...new Map(sinks.map((sink) => [JSON.stringify(sink), sink])).values()]);
}

/**
 * What does not hang on how long somebody watched: all but when a connection to another server was given up, and whether
 * the server had come to the end of its tries by then. Two deliveries race for a mailbox: its messages stand in no order.
 */
export function watched(facts: Facts): Facts {
  return {
    ...facts,
    results: facts.results.filter(({ agent, result }) => agent !== 'mta' || result !== 'TempFail'),
    sinks: facts.sinks.map((sink) => ({ ...sink, commands: sink.commands.filter((line) => !/^QUIT/.test(line)) })),
    files: facts.files.map((file) => ({ ...file, text: messagesOf(file.text).sort().join('') })),
  };
}
