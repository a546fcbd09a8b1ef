import { describe, expect, test } from 'vitest';
import { OWNER, RunningServer } from './running-server.js';

const CONFIG = `
listen on lo port 25
action "refused" mda "cat >/dev/null; exit 77"
action "back" maildir "DIR/mail/back"
match from any for domain "refused.example" action "refused"
match from any for domain "back.example" action "back"
`;

/** RET of the message, and whether its text comes back (bounce.c:bounce_next; since 7.4.0 only on request). */
const RELEASES: readonly (readonly [release: string, brings: Readonly<Record<string, boolean>>])[] = [
  ['7.8.0', { '': false, ' RET=HDRS': false, ' RET=FULL': true }],
  ['6.8.0', { '': true, ' RET=HDRS': true, ' RET=FULL': true }],
];

describe.each(RELEASES)('the bounce of a refused message, as %s makes it', (release, brings) => {
  test('brings the text of the message where it is to', { timeout: 30_000 }, async () => {
    const server = await RunningServer.start(CONFIG, ['--target', release]);
    try {
      for (const [index, ret] of Object.keys(brings).entries()) {
        await server.say(
          'EHLO x',
          `MAIL FROM:<${OWNER.username}@back.example>${ret}`,
          `RCPT TO:<${OWNER.username}@refused.example>`,
          'DATA',
          `Subject: number ${index}`,
          '',
          `the text of ${index}`,
          '.',
        );
      }
      const expected = Object.values(brings);
      await server.until(() => server.maildir('back').length === expected.length);
      const bounces = server.maildir('back');
      for (const [index, brought] of expected.entries()) {
        const bounce = bounces.find((text) => text.includes(`Subject: number ${index}\n`)) ?? '';
        expect(bounce).toMatch(/^From: Mailer Daemon /m);
        expect(bounce.includes(`\nthe text of ${index}\n`)).toBe(brought);
      }
    } finally {
      await server.stop();
    }
  });
});
