import { describe, expect, test } from 'vitest';
import { hover } from '../../../server/src/features/hover.js';
import { opened, type Surroundings } from '../opened.js';

const DEFINED = `table aliases { root = alice }
table domains { "example.org", "example.net" }
table passwords file:/etc/mail/passwords
table many { a, b, c, d, e, f, g }
owner = "alice"
pki mail cert "/etc/ssl/mx.crt"
filter "names" phase connect match !fcrdns disconnect "550 no"
listen on lo0 tag LOCAL filter "names"
action "local" mbox alias <aliases>
action "out" relay
`;
const FILES = { '/etc/mail/passwords': 'alice $2b$x\nbob $2b$y\n' };

/** A line behind the definitions, what the hover covers, and what it says among other things. */
const CASES: readonly (readonly [line: string, covered: string, says: readonly string[]])[] = [
  ['match for dom█ain <domains> action "local"', 'domain', ['for domain TABLE', 'smtpd.conf(5), match']],
  [
    'match for domain <do█mains> action "local"',
    'domains',
    ['**table** `domains`, used once', 'list, written in place, 2 entries', '- `example.org`'],
  ],
  [
    'listen on lo0 tls auth <pass█words>',
    'passwords',
    ['mapping, in `/etc/mail/passwords`, 2 entries', '- `alice` → `$2b$x`', 'credentials'],
  ],
  ['match for domain <ma█ny> action "local"', 'many', ['7 entries', '- `e`\n- … 2 more']],
  ['match for domain <no█ne> action "local"', 'none', ['It is not defined.']],
  ['match for any action "lo█cal"', 'local', ['**action** `local`, used once', 'action "local" mbox alias <aliases>']],
  ['match for any action "no█ne"', 'none', ['**action** `none` is not defined.']],
  ['action "u" mbox user $own█er', 'owner', ['**macro** `$owner`, used once', 'owner = "alice"']],
  ['listen on lo0 tls pki ma█il', 'mail', ['**pki** `mail`, used once', 'cert "/etc/ssl/mx.crt"']],
  ['listen on socket filter "nam█es"', 'names', ['**filter** `names`, used 2 times', '!fcrdns']],
  ['match tag LO█CAL for any action "local"', 'LOCAL', ['**tag** `LOCAL`', '1 listener']],
  [
    'ma█tch for any action "local"',
    'match',
    ['**Rule 1.** Mail from this host, to any domain, is delivered to the mailbox of the user (action `"local"`).'],
  ],
  [
    'ma█tch from any !mail-from "a@b" for domain <domains> reject',
    'match',
    ['from anywhere, with a sender other than `"a@b"`, to `<domains>`, is refused.'],
  ],
  [
    'ma█tch from any auth for any action "out"',
    'match',
    ['from clients that logged in', 'is relayed to the exchangers of its domain'],
  ],
  ['lis█ten on lo0', 'listen', ['listen on STRING', 'listen on interface']],
  ['listen on lo█0', 'lo0', ['`lo0`: Listens on 127.0.0.1, ::1, port 25: no TLS.']],
  ['listen on 192.0.█2.1 smtps pki mail', '192.0.2.1', ['`192.0.2.1`: Listens on 192.0.2.1, port 465: TLS.']],
  ['listen on soc█ket mask-src', 'socket', ['sendmail(8)']],
  ['ta█ble t { a }', 'table', ['table STRING STRING', 'a list or a mapping']],
  ['smtp max-mes█sage-size 1M', 'max-message-size', ['35M by default', 'smtpd.conf(5), smtp']],
  ['s█mtp max-message-size 1M', 'smtp', ['35M by default']],
  ['listen on lo0 proxy-█v2', 'proxy-v2', ['Since 6.6.0.']],
  ['match from rd█ns for any action "local"', 'rdns', ['`from rdns regex TABLE` since 6.6.0.']],
  ['match from a█ny tls for any action "local"', 'any', ['Mail from anywhere.']],
  ['filter "x" phase con█nect match fcrdns junk', 'connect', ['When a client has connected.']],
  ['filter "x" phase connect match fcrdns ju█nk', 'junk', ['Mark the message as spam.', 'Since 6.6.0.']],
  ['filter "x" phase connect match fcrdns re█port "y"', 'report', ['The manual does not mention it.']],
  ['action "x" mai█ldir junk', 'maildir', ['~/Maildir by default']],
  ['action "x" relay back█up mx "a.example"', 'backup', ['backup mx STRING']],
];

describe('hovering', () => {
  test.each(CASES)('%s', (line, covered, says) => {
    const { snapshot, offset } = opened(DEFINED + line, { files: FILES });
    const found = hover(snapshot, offset);
    if (found === undefined) throw new Error('nothing is said');
    expect(snapshot.source.text.slice(found.start, found.end)).toBe(covered);
    for (const part of says) expect(found.markdown).toContain(part);
  });

  /** Places about which there is nothing to say. */
  const SILENT = ['# a com█ment', '█', 'match for any  █  action "local"', 'action "x" mda "com█mand"', ')█('];
  test.each(SILENT)('nothing at %s', (line) => {
    const { snapshot, offset } = opened(DEFINED + line);
    expect(hover(snapshot, offset)).toBeUndefined();
  });
});

/** A word is explained by the release that is aimed at and by the file that is open. */
const SURROUNDED: readonly (readonly [why: string, marked: string, surroundings: Surroundings, says: string])[] = [
  [
    'an included table',
    'include "/etc/mail/a"\nmatch for domain <t█> reject',
    { files: { '/etc/mail/a': 'table t { x }\n' } },
    '1 entry',
  ],
  [
    'a table file that is open and not saved',
    'table t file:/etc/mail/t\nmatch for domain <t█> reject',
    { files: { '/etc/mail/t': 'a\n' }, open: { '/etc/mail/t': 'a\nb\nc\n' } },
    '3 entries',
  ],
  [
    'a table file below a root',
    'table t file:/etc/mail/t\nmatch for domain <t█> reject',
    { files: { '/etc/mail/root/etc/mail/t': 'a\nb\n' }, settings: { root: '/etc/mail/root' } },
    '2 entries',
  ],
];
test.each(SURROUNDED)('hovering %s', (_, marked, surroundings, says) => {
  const { snapshot, offset } = opened(marked, surroundings);
  expect(hover(snapshot, offset)?.markdown).toContain(says);
});
