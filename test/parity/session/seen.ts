import type { Facts } from './facts.js';

/** The daemon's own programs, which the runtime does the work of without a shell. */
const AGENT = /^LIBEXEC\/mail\.(?:local|maildir|lmtp|mboxfile)\b/;

/**
 * What can be seen of a server from outside however long it is watched: all but the shells that it starts for programs of
 * its own.
 */
export function seen(facts: Facts): Facts {
  return {
    ...watched(facts),
    commands: facts.commands.filter(({ command }) => !AGENT.test(command)),
    // What sendmail(8) could not hand in, it leaves at home; here nobody runs it.
    files: facts.files.filter(({ path }) => !path.endsWith('/dead.letter')),
  };
}

/**
 * What does not hang on how long somebody watched: all but when a connection to another server was given up, and whether
 * the server had come to the end of its tries by then.
 */
export function watched(facts: Facts): Facts {
  return {
    ...facts,
    results: facts.results.filter(({ agent, result }) => agent !== 'mta' || result !== 'TempFail'),
    sinks: facts.sinks.map((sink) => ({ ...sink, commands: sink.commands.filter((line) => !/^QUIT/.test(line)) })),
  };
}
