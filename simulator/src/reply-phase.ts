import type { ReplyPhase } from './outcome.js';

const VERBS: readonly (readonly [RegExp, ReplyPhase])[] = [
  [/^HELO\b/i, 'helo'],
  [/^EHLO\b/i, 'ehlo'],
  [/^STARTTLS\b/i, 'starttls'],
  [/^AUTH\b/i, 'auth'],
  [/^MAIL FROM:/i, 'mail-from'],
  [/^RCPT TO:/i, 'rcpt-to'],
  [/^DATA\b/i, 'data'],
  [/^\.$/, 'commit'],
  [/^RSET\b/i, 'rset'],
  [/^NOOP\b/i, 'noop'],
  [/^HELP\b/i, 'help'],
  [/^QUIT\b/i, 'quit'],
];

/** What a reply answers, by the line of the client before it; the banner answers none. */
export function replyPhase(client: string | undefined): ReplyPhase {
  if (client === undefined) return 'connect';
  return VERBS.find(([verb]) => verb.test(client))?.[1] ?? 'other';
}
