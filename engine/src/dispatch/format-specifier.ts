import { behaves } from '../behaviour.js';
import type { FormatContext } from './format-context.js';
import { mboxSender } from './mbox-sender.js';
import { cutRange, type Range, readRange } from './specifier-range.js';

/** Why a specifier makes the whole command line fail. */
export type SpecifierFault =
  | 'unknown-specifier'
  | 'unknown-modifier'
  | 'bad-range'
  | 'range-outside-value'
  | 'value-too-long'
  /** `%{mda}` where there is no command to wrap. */
  | 'no-command'
  /** The same in releases where the delivery process crashes over it. */
  | 'crash';

export type SpecifierValue =
  | { readonly outcome: 'value'; readonly text: string }
  | { readonly outcome: 'fault'; readonly fault: SpecifierFault };

/** smtpd.h: EXPAND_BUFFER less its final NUL: the longest value, and the longest line, in bytes. */
export const LONGEST_EXPANSION = 1023;

/** MAILADDR_ESCAPE: what the shell could take for its own becomes a colon. */
const UNSAFE = /[!#$%&'*?`{|}~]/g;

const SPECIFIERS: Readonly<Record<string, (context: FormatContext) => string | undefined>> = {
  sender: ({ sender }) => address(sender),
  rcpt: ({ rcpt }) => address(rcpt),
  dest: ({ dest }) => address(dest),
  'sender.user': ({ sender }) => sender.user,
  'sender.domain': ({ sender }) => sender.domain,
  'rcpt.user': ({ rcpt }) => rcpt.user,
  'rcpt.domain': ({ rcpt }) => rcpt.domain,
  'dest.user': ({ dest }) => dest.user,
  'dest.domain': ({ dest }) => dest.domain,
  'user.username': ({ user }) => user.username,
  'user.directory': ({ user }) => user.directory,
  mda: ({ command }) => command,
  'mbox.from': mboxSender,
};

/** What may stand between `%{` and `}`, but for modifiers and ranges. */
export const FORMAT_SPECIFIERS: readonly string[] = Object.keys(SPECIFIERS);

/** These are taken as they are; everything else is made safe unless the modifier `raw` says otherwise. */
const TRUSTED = new Set(['user.directory', 'mda']);

const MODIFIERS: Readonly<Record<string, (value: string, delimiter: string) => string>> = {
  lowercase: (value) => value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  uppercase: (value) => value.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  strip: withoutSubAddress,
  raw: (value) => value,
};

/** What may follow a specifier behind a colon, several with `|` between them. */
export const FORMAT_MODIFIERS: readonly string[] = Object.keys(MODIFIERS);

/**
 * The value of what stands between `%{` and `}` (mda_variables.c:mda_expand_token). Modifiers behind a range are never
 * found, since the daemon looks them up with their colon; so such a specifier is a fault.
 */
export function specifierValue(specifier: string, context: FormatContext): SpecifierValue {
  const ranged = readRange(specifier);
  if (ranged === 'bad') return fault('bad-range');
  const colon = specifier.indexOf(':');
  const name = (ranged?.name ?? (colon < 0 ? specifier : specifier.slice(0, colon))).toLowerCase();
  const modifiers = ranged ? ranged.modifiers : colon < 0 ? undefined : specifier.slice(colon + 1);
  const find = Object.hasOwn(SPECIFIERS, name) ? SPECIFIERS[name] : undefined;
  if (!find) return fault('unknown-specifier');
  const plain = find(context);
  if (plain === undefined) return fault(behaves(context.version, 'checked-mda-specifier') ? 'no-command' : 'crash');
  if (plain.length > LONGEST_EXPANSION) return fault('value-too-long');
  const modified = modifiers === undefined ? { value: plain, raw: false } : modify(plain, modifiers, context.delimiter);
  if (!modified) return fault('unknown-modifier');
  const { value, raw } = modified;
  return cut(raw || TRUSTED.has(name) ? value : value.replace(UNSAFE, ':'), ranged?.range);
}

function cut(value: string, range: Range | undefined): SpecifierValue {
  const text = cutRange(value, range);
  if (text === undefined) return fault('range-outside-value');
  return text.length >= LONGEST_EXPANSION ? fault('value-too-long') : { outcome: 'value', text };
}

function modify(plain: string, modifiers: string, delimiter: string): { value: string; raw: boolean } | undefined {
  let value = plain;
  let raw = false;
  for (const modifier of modifiers.toLowerCase().split('|')) {
    const apply = Object.hasOwn(MODIFIERS, modifier) ? MODIFIERS[modifier] : undefined;
    if (!apply) return undefined;
    value = apply(value, delimiter);
    raw ||= modifier === 'raw';
  }
  return { value, raw };
}

/** mod_strip: from the first delimiter up to the next at sign, or to the end. */
function withoutSubAddress(value: string, delimiter: string): string {
  const tag = value.indexOf(delimiter);
  if (tag < 0) return value;
  const at = value.indexOf('@', tag);
  return value.slice(0, tag) + (at < 0 ? '' : value.slice(at));
}

function address({ user, domain }: { user: string; domain: string }): string {
  return user === '' && domain === '' ? '' : `${user}@${domain}`;
}

function fault(fault: SpecifierFault): SpecifierValue {
  return { outcome: 'fault', fault };
}
