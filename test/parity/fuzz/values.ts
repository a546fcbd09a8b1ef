import type { Draw } from './draw.js';

/** Strings of any kind that mean nothing in particular. */
export function anyString(draw: Draw): string {
  return draw.pick([
    'x',
    'example.org',
    'user@example.org',
    '@example.org',
    '*.example.com',
    '192.0.2.0/24',
    '10/8',
    '2001:db8::/32',
    'a b',
    'tab\there',
    '',
    "o'clock",
    'say "hi"',
    '550 5.7.1 go away',
    '%{user.username}',
    '~/Mail',
    '~',
    '/var/mail/x',
    'mail.*\\.example\\.org',
    '^[^@]+@(a|b)$',
    'back\\slash',
    'HIGH:!aNULL',
    'filter',
    '25',
    '-3',
    'x=y',
    '#1',
    '$x',
    '{}',
    '\xc3\xa9',
    '\xff',
    `long-${'x'.repeat(draw.between(1, 300))}`,
  ]);
}

/** Keys and values of tables, as short as they come. */
export function tableEntry(draw: Draw): string {
  return draw.chance(80)
    ? draw.pick(['a', 'b', 'root', 'postmaster', 'example.org', '192.0.2.1', '::1', '@', '*', 'user@example.org', 'A'])
    : anyString(draw);
}

/** A time as delaytonum() reads it. */
export function delay(draw: Draw): string {
  if (draw.slips())
    return draw.pick(['1', 'h', '4x', '-1h', '0s', '99999999999d', '1hh', '2147483647m', '', '1 h', '1H']);
  return `${draw.between(1, 200)}${draw.pick(['s', 'm', 'h', 'd'])}`;
}

/** A size as scan_scaled() reads it. */
export function size(draw: Draw): string {
  if (draw.slips())
    return draw.pick(['1x', 'M', '-1M', '1.5.5M', '9999999999G', '1MB', '1 M', '', '0x10', '1e3', '+', '.5']);
  return draw.pick(['35M', '1K', '2k', '1G', '1.5M', '0B', '10b', '1.999K', '+5M', '12T', '1P', '.5M', '5.K']);
}

/** A name that res_hnok() lets through; or, on a slip, one that it does not. */
export function hostName(draw: Draw): string {
  if (draw.slips()) {
    return draw.pick([
      '-x.example',
      'a b',
      'ex_ample',
      'x..y',
      '.',
      '',
      'x-',
      'a/b',
      'x.example.',
      `${'l'.repeat(64)}.org`,
      '**',
    ]);
  }
  return draw.pick([
    'mx.example.org',
    'example.org',
    'MX.Example.org',
    'localhost',
    '*',
    'a',
    'a-b.c',
    'x1.y2',
    '192.0.2.1',
  ]);
}

/** An interface or address that exists; or, on a slip, one that does not. */
export function listenAddress(draw: Draw): string {
  if (draw.slips()) return draw.pick(['nosuch0', '127.0.0', '1:2:3', 'lo0', '', '::g', '256.1.1.1', 'l o', '/lo']);
  return draw.pick([
    'lo',
    'lo',
    '127.0.0.1',
    '::1',
    '0.0.0.0',
    '::',
    '192.0.2.55',
    '2001:db8::25',
    'localhost',
    '127.1',
  ]);
}
