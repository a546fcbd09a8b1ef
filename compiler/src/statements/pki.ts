import type { CaStatement, PkiStatement, ProcStatement, Token } from '@smtpd-conf/grammar';
import { placeOf } from '../problem.js';
import { type StatementContext, tokenOf, wordOf } from '../statement-context.js';
import { isHostName } from './host-name.js';
import { asciiLowerCase } from './tables.js';

/** HOST_NAME_MAX on Linux; xlowercase() of a longer name is fatal. */
const LONGEST_HOST_NAME = 64;

/** `pki NAME …`: several statements may add to one entry; what is said twice counts as said last. */
export function compilePki(statement: PkiStatement, context: StatementContext): void {
  const { name } = statement;
  if (name === undefined) return;
  const key = domainKey(name, context);
  const { pki } = context.state;
  let entry = pki.get(key);
  if (entry === undefined) {
    entry = { name: key, dhe: 'none', origin: context.origin };
    pki.set(key, entry);
  }
  const target = entry;
  context.each(statement.options, (option) => {
    if (!option.complete) return;
    const value = wordOf(option);
    switch (option.id) {
      case 'pki.cert':
        target.cert = value;
        return;
      case 'pki.key':
        target.key = value;
        return;
      case 'pki.dhe': {
        const dhe = asciiLowerCase(value);
        if (dhe === 'none' || dhe === 'auto' || dhe === 'legacy') {
          target.dhe = dhe;
          return;
        }
        context.fail(context.after(option), {
          id: 'invalid-value',
          daemon: `invalid DHE keyword: ${value}`,
          what: `"${value}" is not none, auto or legacy.`,
          at: tokenOf(option),
        });
      }
    }
  });
}

/** `ca NAME cert FILE` */
export function compileCa(statement: CaStatement, context: StatementContext): void {
  const { name } = statement;
  if (name === undefined) return;
  const key = domainKey(name, context);
  const { ca } = context.state;
  let entry = ca.get(key);
  if (entry === undefined) {
    entry = { name: key, origin: context.origin };
    ca.set(key, entry);
  }
  for (const option of statement.options) if (option.complete) entry.cert = wordOf(option);
}

/** `proc NAME COMMAND …`; the process exists only once the whole statement has been read. */
export function compileProc(statement: ProcStatement, context: StatementContext): void {
  const { name, command } = statement;
  if (name === undefined || command === undefined) return;
  const { procs } = context.state;
  const before = procs.get(name.text);
  if (before !== undefined) {
    context.fail(context.at(command), {
      id: 'redefined',
      daemon: `processor already exists with that name: ${name.text}`,
      what: `There is already a process "${name.text}".`,
      at: name,
      related: context.noteOn('first defined here', before.origin),
    });
  }
  const options = compileProcOptions(statement.options, context);
  if (statement.options.some(({ complete }) => !complete)) return;
  procs.set(name.text, { name: name.text, command: command.text, ...options, origin: context.origin });
}

export function compileProcOptions(
  options: ProcStatement['options'],
  context: StatementContext,
): { user?: string; group?: string; chroot?: string } {
  const result: { user?: string; group?: string; chroot?: string } = {};
  context.each(options, (option) => {
    if (!option.complete) return;
    const key = option.id.slice('proc.'.length) as 'user' | 'group' | 'chroot';
    if (result[key] !== undefined) {
      context.fail(context.after(option), {
        id: 'duplicate-option',
        daemon: `${key} already specified for this processor`,
        at: option.words[0] as Token,
      });
    }
    result[key] = wordOf(option);
  });
  return result;
}

/** The name of a pki or ca entry as the daemon keeps it: a host name in lower case, or `*`. */
function domainKey(name: Token, context: StatementContext): string {
  if (name.text !== '*' && !isHostName(name.text)) {
    context.fail(context.at(name), {
      id: 'invalid-domain',
      daemon: `not a valid domain name: ${name.text}`,
      what: `"${name.text}" is no host name.`,
      at: name,
    });
  }
  if (name.text.length > LONGEST_HOST_NAME) {
    context.fatal({
      id: 'name-too-long',
      daemon: 'lowercase: truncation',
      what: 'The name is too long.',
      at: placeOf(name),
    });
  }
  return asciiLowerCase(name.text);
}
