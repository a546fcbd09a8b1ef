import type { LocalAction, LocalMethod } from '@smtpd-conf/compiler';
import type { Target, Version } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { DirectTarget } from '../expand/delivery.js';
import { INSTALLATIONS } from '../installation.js';
import { utf8Encoded } from '../session/byte-text.js';

/** parse.y:dispatcher_local: the command of a method, format specifiers as written; undefined for those that have none. */
export function methodCommand(method: LocalMethod, target: Target): string | undefined {
  const { agentDir } = INSTALLATIONS[target.platform];
  switch (method.type) {
    case 'mbox':
      if (!behaves(target.version, 'mbox-command')) return undefined;
      return `${agentDir}/mail.local -f %{mbox.from} -- %{user.username}`;
    case 'maildir': {
      const path = maildirPath(method);
      return `${agentDir}/mail.maildir${method.junk ? ' -j' : ''}${path === undefined ? '' : ` "${path}"`}`;
    }
    case 'lmtp':
      return `${agentDir}/mail.lmtp -d ${lmtpDestination(method, target.version)} ${method.rcptTo ? '-r' : '-u'}`;
    case 'mda':
      return `${agentDir}/mail.mda "${utf8Encoded(method.command)}"`;
    case 'forward-only':
    case 'expand-only':
      return undefined;
  }
}

/** lka_session.c:lka_submit: the command for what an alias or a .forward names. */
export function directCommand(target: DirectTarget, { platform }: Target): string {
  if (target.type === 'filter') return target.command;
  return `${INSTALLATIONS[platform].agentDir}/mail.mboxfile -f %{mbox.from} ${target.path}`;
}

/** The path of a maildir with its specifiers, if one is given. */
export function maildirPath({ path }: LocalMethod & { type: 'maildir' }): string | undefined {
  if (path === undefined) return undefined;
  const bytes = utf8Encoded(path);
  return bytes.startsWith('~/') ? `%{user.directory}/${bytes.slice(2)}` : bytes;
}

function lmtpDestination({ destination }: LocalMethod & { type: 'lmtp' }, version: Version): string {
  const bytes = utf8Encoded(destination);
  return behaves(version, 'quoted-lmtp-destination') ? `"${bytes}"` : bytes;
}

/** The command of the action's wrapper, if it has one. */
export function wrapperCommand(
  { wrapper }: LocalAction,
  wrappers: readonly { readonly name: string; readonly command: string }[],
): string | undefined {
  const command = wrapper === undefined ? undefined : wrappers.find(({ name }) => name === wrapper)?.command;
  return command === undefined ? undefined : utf8Encoded(command);
}
