import type { Facts } from './facts.js';

/** The daemon's own programs, which the runtime does the work of without a shell. */
const AGENT = /^LIBEXEC\/mail\.(?:local|maildir|lmtp|mboxfile)\b/;

/**
 * What can be seen of a server from outside: all but the shells that it starts for programs of its own, how long it keeps
 * connections to other servers, and whether it had come to the end of its tries with them when nobody watched any more.
 */
export function seen(facts: Facts): Facts {
  return {
    ...facts,
    results: facts.results.filter(({ agent, result }) => agent !== 'mta' || result !== 'TempFail'),
    commands: facts.commands.filter(({ command }) => !AGENT.test(command)),
    // What sendmail(8) could not hand in, it leaves at home; here nobody runs it.
    files: facts.files.filter(({ path }) => !path.endsWith('/dead.letter')),
    sinks: facts.sinks.map((sink) => ({ ...sink, commands: sink.commands.filter((line) => !/^QUIT/.test(line)) })),
  };
}
