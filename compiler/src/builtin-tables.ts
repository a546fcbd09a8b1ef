import { behaves } from './behaviour.js';
import type { CompileState } from './state.js';
import { asciiLowerCase } from './statements/tables.js';
import { NamedTable } from './table-state.js';
import { BACKENDS } from './tables/table-backend.js';
import { mailName } from './world/mail-name.js';
import type { InterfaceAddress } from './world/world.js';

/**
 * config_default: the host's mail name, and the tables that every configuration has. Prints what the daemon prints, to
 * the byte; true where it gives up.
 */
export function defineBuiltins(state: CompileState, print: (text: string) => void): boolean {
  const found = mailName(state.world, state.target);
  print(found.stderr);
  if (found.name === undefined) return true;
  state.hostname = found.name;
  const addresses = state.world.interfaces().map(asText);
  const literals = behaves(state.target.version, 'localnames-without-literals') ? [] : addresses.flatMap(asLiterals);
  define(state, '<localnames>', ['localhost', state.hostname, ...addresses, ...literals]);
  define(state, '<anyhost>', ['local', '0.0.0.0/0', '::/0']);
  define(state, '<localhost>', ['local', ...addresses]);
  const short = state.hostname.split('.')[0] as string;
  // config_default puts the short name here and not into <localnames>.
  define(state, '<anydestination>', short === state.hostname ? ['*'] : ['*', short]);
  const services = state.servicesOf(BACKENDS.getpwnam);
  state.tables.define(new NamedTable('<getpwnam>', 'getpwnam', 'dynamic', undefined, services));
  return false;
}

/** ss_to_text in to.c: IPv6 addresses stand in brackets. */
function asText({ family, address }: InterfaceAddress): string {
  return family === 'inet6' ? `[${address}]` : address;
}

/** The address literals that <localnames> held until 7.4. */
function asLiterals(text: string): string[] {
  return text.startsWith('[') ? [`[${text}]`, `[ipv6:${text}]`] : [`[${text}]`];
}

function define(state: CompileState, name: string, keys: readonly string[]): void {
  const table = new NamedTable(name, 'static', 'list', undefined, state.servicesOf(BACKENDS.static));
  for (const key of keys) table.add([asciiLowerCase(key)]);
  state.tables.define(table);
}
