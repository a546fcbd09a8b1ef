import type { LocalMethod } from '@smtpd-conf/compiler';
import type { LocalDelivery } from '../expand/delivery.js';
import { utf8Encoded } from '../session/byte-text.js';
import type { FormatContext } from './format-context.js';
import { expandFormat } from './format-specifiers.js';
import { maildirPath } from './local-command.js';
import { mboxSender } from './mbox-sender.js';
import type { Agent } from './plan.js';

/** What mail.maildir takes out of the names of folders (mail.maildir.c: MAILADDR_ESCAPE). */
const UNSAFE_IN_FOLDER = /[!#$%&'*/?^`{|}~]/g;

/** What a delivery's command amounts to, as far as the shell leaves no doubt about its arguments. */
export function agentOf(
  method: LocalMethod,
  { target, subAddress }: LocalDelivery,
  environment: Readonly<Record<string, string>>,
  context: FormatContext,
  mailboxDir: string,
): Agent {
  if (target?.type === 'filter') return { type: 'command' };
  if (target) return { type: 'file', ...optional('path', bare(target.path, context)), sender: mboxSender(context) };
  const { HOME = '', SENDER = '', RECIPIENT = '', USER = '' } = environment;
  switch (method.type) {
    case 'mbox':
      return { type: 'mbox', path: `${mailboxDir}/${context.user.username}`, sender: mboxSender(context) };
    case 'maildir': {
      const written = maildirPath(method);
      const path = written === undefined ? `${HOME}/Maildir` : quoted(written, context);
      const folder = subAddress === '' ? undefined : subAddress.replace(UNSAFE_IN_FOLDER, ':');
      return { type: 'maildir', ...optional('path', path), junk: method.junk, ...optional('folder', folder) };
    }
    case 'lmtp': {
      const destination = bare(utf8Encoded(method.destination), context);
      const recipient = method.rcptTo ? RECIPIENT : USER;
      return { type: 'lmtp', ...optional('destination', destination), sender: SENDER, recipient };
    }
    case 'mda':
      return { type: 'mda', ...optional('command', quoted(utf8Encoded(method.command), context)) };
    case 'forward-only':
    case 'expand-only':
      return { type: 'command' };
  }
}

/** Within double quotes. */
function quoted(written: string, context: FormatContext): string | undefined {
  return expandedUnless(/[$`"\\]/, written, context);
}

/** Without quotes. */
function bare(written: string, context: FormatContext): string | undefined {
  return expandedUnless(/[^\w@%+=:,./[\]-]/, written, context);
}

function expandedUnless(special: RegExp, written: string, context: FormatContext): string | undefined {
  const expanded = expandFormat(written, context);
  return expanded.outcome === 'failed' || special.test(expanded.text) ? undefined : expanded.text;
}

function optional<Name extends string>(name: Name, value: string | undefined): { [Key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: string });
}
