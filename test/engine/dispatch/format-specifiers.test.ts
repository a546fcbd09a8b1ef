import type { Version } from '@smtpd-conf/grammar';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FormatContext } from '../../../engine/src/dispatch/format-context.js';
import { type Expanded, expandFormat } from '../../../engine/src/dispatch/format-specifiers.js';

const CONTEXT: FormatContext = {
  version: '7.8.0',
  sender: { user: 'Sue', domain: 'Sender.Example' },
  rcpt: { user: 'Bob+Lists', domain: 'example.org' },
  dest: { user: "o'brien`x`", domain: 'example.net' },
  user: { username: 'bob', uid: 1001, gid: 1001, directory: '/home/b$b' },
  delimiter: '+',
};
const NULL_SENDER = { sender: { user: '', domain: '' } };

function check(
  format: string,
  expected: string | Omit<Extract<Expanded, { fault: unknown }>, 'outcome'> | { why: string },
  context: Partial<FormatContext> = {},
) {
  const expanded = expandFormat(format, { ...CONTEXT, ...context });
  if (typeof expected === 'string') expect(expanded).toEqual({ outcome: 'expanded', text: expected });
  else if ('why' in expected) expect(expanded).toEqual({ outcome: 'as-written', text: format, ...expected });
  else expect(expanded).toEqual({ outcome: 'failed', ...expected });
}

describe('format specifiers', () => {
  test.each([
    ['%{sender} %{rcpt} %{dest.domain}', 'Sue@Sender.Example Bob+Lists@example.org example.net'],
    ['%{SENDER.user:uppercase|lowercase}', 'sue'],
    ['%{user.username}/%{rcpt.user:strip}', 'bob/Bob'],
    ['%{rcpt:strip}', 'Bob@example.org'],
    ['100%% %x %', '100% %x %'],
    ['~/mail and ~/more', '/home/b$b/mail and ~/more'],
  ])('%s', (format, expected) => check(format, expected));

  test('the shell sees none of its own characters, unless asked for with raw', () => {
    check('%{dest}', 'o:brien:x:@example.net');
    check('%{dest.user:raw}', "o'brien`x`");
    check('%{user.directory}', '/home/b$b');
    check('%{dest.user:raw|uppercase}', "O'BRIEN`X`");
  });

  test('the null sender is empty, and MAILER-DAEMON in an mbox', () => {
    check('<%{sender}> %{mbox.from}', '<> MAILER-DAEMON', NULL_SENDER);
  });

  test.each([
    ['%{rcpt.user[0:2]}', 'Bob'],
    ['%{rcpt.user[4:]}', 'Lists'],
    ['%{rcpt.user[:2]}', 'Bob'],
    ['%{rcpt.user[1]}', 'o'],
    ['%{rcpt.user[-5:]}', 'Lists'],
    ['%{rcpt.user[0:1000]}', 'Bob+Lists'],
    ['%{rcpt.user[0:1]ignored}', 'Bo'],
    // A negative end counts one too far.
    ['%{rcpt.user[0:-1]}', 'Bob+List'],
  ])('the range of %s', (format, expected) => check(format, expected));

  test.each([
    ['%{rcpt.user[-1]}', 'range-outside-value'],
    ['%{rcpt.user[9]}', 'range-outside-value'],
    ['%{rcpt.user[5:2]}', 'range-outside-value'],
    ['%{rcpt.user[]}', 'bad-range'],
    ['%{rcpt.user][}', 'bad-range'],
    ['%{rcpt.user[a]}', 'bad-range'],
    ['%{rcpt.user[0:1025]}', 'bad-range'],
    // Modifiers behind a range are looked up with their colon.
    ['%{rcpt.user[0:2]:lowercase}', 'unknown-modifier'],
    ['%{rcpt.user:lowercase[0:2]}', 'unknown-specifier'],
    ['%{rcpt:}', 'unknown-modifier'],
    ['%{rcpt: strip}', 'unknown-modifier'],
    ['%{constructor}', 'unknown-specifier'],
    ['%{}', 'unknown-specifier'],
  ] as const)('%s fails', (format, fault) => check(format, { fault, specifier: format.slice(2, -1) }));

  test('what is not closed, or too long to be a specifier, stays as a whole', () => {
    check('cat %{rcpt} %{dest', { why: 'unclosed' });
    check(`%{rcpt:${'lowercase|'.repeat(12)}strip}`, { why: 'specifier-too-long' });
    check('~/x', { why: 'home-too-long' }, { user: { ...CONTEXT.user, directory: 'h'.repeat(1023) } });
  });

  test('a specifier may have 127 characters, before 7.3 one less', () => {
    const specifier = `rcpt.user:raw|${'lowercase|'.repeat(10)}uppercase|raw`;
    expect(specifier).toHaveLength(127);
    check(`%{${specifier}}`, 'BOB+LISTS');
    check(`%{${specifier}}`, { why: 'specifier-too-long' }, { version: '6.8.0' });
  });

  test('a line has 1023 bytes at most', () => {
    check('x'.repeat(1023), 'x'.repeat(1023));
    check('x'.repeat(1024), { fault: 'line-too-long' });
    check(`%{dest.domain}${'x'.repeat(1013)}`, { fault: 'line-too-long' });
  });

  test.each<[Version, 'no-command' | 'crash']>([
    ['7.8.0', 'no-command'],
    ['6.8.0', 'crash'],
  ])('in %s, %j is what the specifier mda outside of a wrapper is', (version, fault) => {
    check('%{mda}', { fault, specifier: 'mda' }, { version });
    check('nice %{mda}', 'nice a "$b"', { version, command: 'a "$b"' });
  });

  test('any text expands to a bounded line, and nothing throws', () => {
    const part = fc.constantFrom(
      '%{',
      '}',
      '%%',
      '~/',
      '[',
      ':',
      ']',
      '-1',
      'rcpt',
      'sender',
      'mda',
      'strip',
      '|',
      'raw',
    );
    const format = fc
      .array(fc.oneof(part, fc.string({ maxLength: 40 })), { maxLength: 60 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(format, fc.string({ maxLength: 1200 }), (text, command) => {
        const expanded = expandFormat(text, { ...CONTEXT, command });
        if (expanded.outcome === 'expanded') expect(expanded.text.length).toBeLessThan(1024);
      }),
    );
  });
});
