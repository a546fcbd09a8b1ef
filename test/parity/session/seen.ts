import type { Facts } from './facts.js';

/** The daemon's own programs, which the runtime does the work of without a shell. */
const AGENT = /^LIBEXEC\/mail\.(?:local|maildir|lmtp|mboxfile)\b/;

/** What can be seen of a server from outside: all but the shells that it starts for programs of its own. */
export function seen(facts: Facts): Facts {
  return { ...facts, commands: facts.commands.filter(({ command }) => !AGENT.test(command)) };
}
