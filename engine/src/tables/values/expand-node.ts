import type { MailAddress } from '../../envelope.js';
import { startsWithNoCase } from '../ascii.js';
import { splitCommaList } from './comma-list.js';
import { LONGEST_DOMAIN, LONGEST_LINE, LONGEST_LOCAL_PART } from './mail-address.js';

/** What an alias, a virtual user or a .forward file may lead to (struct expandnode). */
export type ExpandNode =
  | { readonly type: 'username'; readonly user: string }
  | { readonly type: 'address'; readonly address: MailAddress }
  | { readonly type: 'filename' | 'include'; readonly path: string }
  /** A command for the shell; what is written as `|command`. */
  | { readonly type: 'filter'; readonly command: string }
  /** The reply to give: a code, a blank and a text. */
  | { readonly type: 'error'; readonly reply: string };

/** EXPAND_BUFFER without the NUL. */
const LONGEST_BUFFER = 1023;
const USERNAME = /^[A-Za-z0-9_.+-]*$/;
const ADDRESS_USER = /^[A-Za-z0-9!#$%*/?|^{}`~&'+=_.-]*$/;
const ADDRESS_DOMAIN = /^[A-Za-z0-9.-]*$/;

/**
 * expand.c:expand_line: the nodes of a line, in the order written; `includes` false leaves `:include:` out (.forward files).
 * Undefined, and the lookup fails, where one cannot be read. It drops no doubles: that needs the tree that they go into.
 */
export function parseExpandLine(line: string, includes: boolean): ExpandNode[] | undefined {
  if (line.length > LONGEST_LINE) return undefined;
  const nodes: ExpandNode[] = [];
  for (const part of splitCommaList(line)) {
    const node = part === undefined ? undefined : parseExpandNode(part);
    if (node === undefined) return undefined;
    if (includes || node.type !== 'include') nodes.push(node);
  }
  return nodes;
}

/** to.c:text_to_expandnode. Undefined where the text is nothing of all this. */
export function parseExpandNode(text: string): ExpandNode | undefined {
  return (
    errorNode(text) ??
    includeNode(text) ??
    filterNode(text) ??
    fileNode(text, 'filename') ??
    addressNode(text) ??
    usernameNode(text)
  );
}

function errorNode(text: string): ExpandNode | undefined {
  const reply = afterPrefix(text, 'error:');
  if (reply === undefined || reply.length > LONGEST_BUFFER) return undefined;
  return /^[45]\d\d [A-Za-z0-9]/.test(reply) ? { type: 'error', reply } : undefined;
}

function includeNode(text: string): ExpandNode | undefined {
  const path = afterPrefix(text, 'include:');
  return path === undefined ? undefined : fileNode(path, 'include');
}

/** What follows the keyword, which may have a colon before it and any case. */
function afterPrefix(text: string, keyword: string): string | undefined {
  const rest = text.startsWith(':') ? text.slice(1) : text;
  return startsWithNoCase(rest, keyword) ? rest.slice(keyword.length) : undefined;
}

/** The quotes may stand around it all, not around the command alone. */
function filterNode(text: string): ExpandNode | undefined {
  const quoted = text.startsWith('"');
  if (text[quoted ? 1 : 0] !== '|') return undefined;
  const command = text.slice(quoted ? 2 : 1);
  if (command.length > LONGEST_BUFFER) return undefined;
  if (!quoted) return { type: 'filter', command };
  return command.endsWith('"') ? { type: 'filter', command: command.slice(0, -1) } : undefined;
}

function fileNode(text: string, type: 'filename' | 'include'): ExpandNode | undefined {
  return text.startsWith('/') && text.length <= LONGEST_BUFFER ? { type, path: text } : undefined;
}

/** The first `@` divides. */
function addressNode(text: string): ExpandNode | undefined {
  const split = addressSplit(text);
  if (split < 0) return undefined;
  const user = text.slice(0, split);
  const domain = text.slice(split + 1);
  if (!ADDRESS_USER.test(user) || !ADDRESS_DOMAIN.test(domain)) return undefined;
  return {
    type: 'address',
    address: { user: user.slice(0, LONGEST_LOCAL_PART), domain: domain.slice(0, LONGEST_DOMAIN) },
  };
}

/** alias_is_address cuts the text at its `@` before it looks at the parts: of an address that it refuses, the user remains. */
function usernameNode(text: string): ExpandNode | undefined {
  const split = addressSplit(text);
  const user = split < 0 ? text : text.slice(0, split);
  return user.length <= LONGEST_LOCAL_PART && USERNAME.test(user) ? { type: 'username', user } : undefined;
}

/** Where the `@` of an address is, which neither begins nor ends it; -1 without one. */
function addressSplit(text: string): number {
  const at = text.indexOf('@');
  return text.length < 3 || at === 0 || at === text.length - 1 ? -1 : at;
}
