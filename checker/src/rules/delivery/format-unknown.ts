import { type Expanded, expandFormat, type FormatContext } from '@smtpd-conf/engine';
import type { Token, Version } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { type FormatString, formatStrings } from '../../subject/format-strings.js';

type Failed = Extract<Expanded, { outcome: 'failed' }>;

interface Specifier extends Found {
  readonly at: Token;
  readonly failed: Failed;
}

/** Faults that the text alone decides; others depend on the mail. */
const ALWAYS: readonly string[] = ['unknown-specifier', 'unknown-modifier', 'bad-range'];

export const formatUnknown = defineRule<Specifier>({
  id: 'format-unknown',
  category: 'delivery',
  severity: 'error',
  since: '0.1.0',
  what: 'A format specifier is none that the daemon knows.',
  why: 'The delivery fails for good, and every message bounces.',
  how: 'Use sender, rcpt, dest, user.username, user.directory or mbox.from, with the modifiers lowercase, uppercase, strip and raw.',
  bad: conf('action "a" maildir "/var/mail/%{user.name}"', 'match for local action "a"'),
  good: conf('action "a" maildir "/var/mail/%{user.username:lowercase}"', 'match for local action "a"'),
  daemon: 'accepts',
  source: 'mda_variables.c: mda_expand_token',
  needs: 'parts',
  scope: { each: 'statement' },
  *find(subject) {
    for (const one of subject.once(formatStrings)) {
      const expanded = expandFormat(one.token.text, sample(one, subject.target.version));
      if (expanded.outcome === 'failed' && ALWAYS.includes(expanded.fault)) yield { at: one.token, failed: expanded };
    }
  },
  message: ({ failed: { fault, specifier } }) => {
    const what = fault === 'unknown-modifier' ? 'modifier' : fault === 'bad-range' ? 'range' : 'specifier';
    return `%{${specifier}} has no ${what} that the daemon knows.`;
  },
});

/** A delivery in which every known specifier has a value that is long enough for any range. */
function sample({ kind }: FormatString, version: Version): FormatContext {
  const long = 'x'.repeat(64);
  const address = { user: long, domain: `${long}.example` };
  const user = { username: long, uid: 1000, gid: 1000, directory: `/home/${long}` };
  const command = kind === 'wrapper' ? { command: '/bin/true' } : {};
  return { version, sender: address, rcpt: address, dest: address, user, delimiter: '+', ...command };
}
