import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { RawClient } from '../raw-client.js';
import { OWNER, RunningServer } from '../running-server.js';

let server: RunningServer | undefined;
afterEach(() => server?.stop());

/** Starts a server with a filter that runs this program of the shell once it was told its configuration. */
async function start(program: string): Promise<RunningServer> {
  server = await RunningServer.start(
    `
filter "f" proc-exec "DIR/bin/filter"
listen on lo port 25 filter "f"
action "a" maildir "DIR/mail/a"
match from any for domain "a.example" action "a"
`,
    [],
    (directory) => {
      mkdirSync(join(directory, 'bin'));
      const script = `#!/bin/sh
while read -r line; do [ "$line" = "config|ready" ] && break; done
${program}
`;
      writeFileSync(join(directory, 'bin/filter'), script, { mode: 0o755 });
    },
  );
  return server;
}

const REGISTER = 'echo "register|filter|smtp-in|mail-from"; echo "register|ready"';
const STALL = 'while read -r line; do :; done';

describe('a filter process', () => {
  test.each([
    ['dies', 'exit 1', /lost processor: .* exited abnormally \(1\)/],
    ['dies in the middle of a line', 'printf "filter-res"; exit 0', /lost processor/],
    ['says nonsense', `echo nonsense; ${STALL}`, /Invalid filter message type: nonsense/],
    ['answers with a token that is none', `echo "filter-result|x|y|proceed"; ${STALL}`, /Invalid reqid/],
    [
      'decides what is no decision',
      `echo "filter-result|1|2|perhaps"; ${STALL}`,
      /Invalid directive|Missing parameter/,
    ],
    ['sends a line that never ends', 'cat /dev/zero | tr "\\\\0" x', /lost processor/],
  ])('that %s ends the server, as the daemon, with what it did', async (_what, program, why) => {
    const running = await start(`${REGISTER}; read -r line; ${program}`);
    const client = await RawClient.greeted(running.port);
    await client.say('EHLO x\r\n');
    client.send('MAIL FROM:<a@b.example>\r\n');
    expect(await running.ended()).toBe(1);
    await running.logged(why);
    expect(running.log.split('\n').every((line) => line.length < 4096)).toBe(true);
    client.close();
  });

  test('that stalls holds up its own client alone, who may go', async () => {
    const running = await start(`${REGISTER}; ${STALL}`);
    const stalled = await RawClient.greeted(running.port);
    await stalled.say('EHLO x\r\n');
    stalled.send('MAIL FROM:<a@b.example>\r\n');
    const other = await RawClient.greeted(running.port);
    expect(await other.say('EHLO x\r\n')).toBe('250 HELP');
    // Torn down with a question open (the use after free of May 2026).
    stalled.socket.resetAndDestroy();
    expect(await other.say('NOOP\r\n')).toBe('250 2.0.0 Ok');
    other.close();
  });

  test('whose words on stderr fill a buffer of 65,535 bytes (2015 audit)', async () => {
    const running = await start(`${REGISTER}; head -c 65535 /dev/zero | tr "\\\\0" e >&2; echo >&2; ${STALL}`);
    await running.until(() => running.log.includes('eeee'));
    expect((await running.say('EHLO x')).at(-1)).toBe('250 HELP');
  });

  test('that answers late, for sessions that are gone, or twice, is passed over', async () => {
    const answer =
      'IFS="|"; while read -r a b c d e session token rest; do for n in 1 2 3; do echo "filter-result|$session|$token|proceed"; echo "filter-result|00000000000000ff|$token|reject|550 no"; done; done';
    const running = await start(`${REGISTER}; ${answer}`);
    for (let n = 0; n < 3; n += 1) {
      const recipient = `RCPT TO:<${OWNER.username}@a.example>`;
      const replies = await running.say('EHLO x', 'MAIL FROM:<a@b.example>', recipient, 'DATA', 'Subject: x', '', '.');
      expect(replies.at(-1)).toMatch(/Message accepted/);
    }
  });
});
