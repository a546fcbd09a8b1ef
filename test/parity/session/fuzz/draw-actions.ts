import type { Draw } from '../../fuzz/draw.js';

/** What the settings of a configuration let its actions do. */
export interface ActionSettings {
  readonly srs: boolean;
}

/** An action with any method and the options that fit it. */
export function drawAction(draw: Draw, name: string, { srs }: ActionSettings): string {
  const method = draw.pick([
    'maildir',
    'maildir junk',
    'maildir "/srv/%{user.username}/%{dest.domain}"',
    `maildir "/srv/${drawFormats(draw)}"`,
    'mbox',
    `mda "cat; : ${drawFormats(draw)}"`,
    `mda "cat; : ${drawFormats(draw)}"`,
    'lmtp "127.0.0.9:2424"',
    'lmtp "/srv/lmtp.sock" rcpt-to',
    'forward-only',
    'expand-only',
    'relay',
    'relay',
  ]);
  if (method === 'relay') return `action "${name}" ${drawRelay(draw, srs)}`;
  const options = ['forward-only', 'expand-only', 'mbox'].includes(method)
    ? draw.pick(['', 'alias <aliases>', 'virtual <virtuals>'])
    : draw.pick([
        '',
        '',
        'alias <aliases>',
        'alias <aliases>',
        'alias <database>',
        'virtual <virtuals>',
        'virtual <virtuals>',
        'userbase <users>',
        'userbase <users> alias <aliases>',
        'user vmail',
        'user root',
        'virtual <virtuals> user vmail',
      ]);
  const wrapper = /^m(?:ail|da)/.test(method) && draw.chance(15) ? 'wrapper "w"' : '';
  return `action "${name}" ${method} ${options} ${wrapper}`.replace(/ +/g, ' ').trimEnd();
}

/**
 * Each has a host of its own: envelopes of one message that go to the same host share a transaction, and which of their
 * senders it has is up to chance (mta.c:mta_handle_envelope).
 */
function drawRelay(draw: Draw, srs: boolean): string {
  return draw.pick([
    'relay host smtp://127.0.0.2:2525',
    'relay host smtp+notls://127.0.0.3:2525 helo "me.test"',
    'relay host smtp://127.0.0.4:2525 mail-from "@masked.test"',
    'relay host smtp://127.0.0.5:2525 mail-from "fixed@masked.test"',
    'relay host <hosts>',
    'relay domain <smarthosts>',
    'relay host smtp://127.0.0.8:2525 helo-src <named> src 127.0.0.1',
    'relay',
    'relay backup mx "mx2.b.test"',
    'relay backup',
    'relay tls',
    'relay tls no-verify',
    'relay host lmtp://127.0.0.9:2424',
    'relay host { "127.0.0.6:2525" } ttl 1h',
    ...(srs ? ['relay host smtp://127.0.0.10:2525 srs', 'relay host smtp://127.0.0.10:2525 srs'] : []),
  ]);
}

const SPECIFIERS = [
  'sender',
  'sender.user',
  'sender.domain',
  'rcpt',
  'rcpt.user',
  'rcpt.domain',
  'dest',
  'dest.user',
  'dest.domain',
  'user.username',
  'user.directory',
] as const;
const MODIFIERS = ['lowercase', 'uppercase', 'strip', 'raw', 'lowercase|strip', 'nonsense'] as const;
const RANGES = ['[0]', '[1]', '[0:2]', '[2:]', '[:3]', '[-2]', '[0:-2]', '[9]', '[x]'] as const;

function drawFormats(draw: Draw): string {
  return draw
    .times(draw.between(1, 3), () => {
      const modifier = draw.chance(30) ? `:${draw.pick(MODIFIERS)}` : '';
      const range = draw.chance(25) ? draw.pick(RANGES) : '';
      return `%{${draw.pick(SPECIFIERS)}${range}${modifier}}`;
    })
    .join(draw.pick([' ', '-', '/']));
}
