import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, test } from 'vitest';
import { OWNER, RunningServer } from './running-server.js';

const SESSIONS = 20;
const AT_ONCE = 10;

let server: RunningServer | undefined;
afterEach(() => server?.stop());

test(`commands that take their time run beside one another while ${SESSIONS} sessions send`, {
  timeout: 120_000,
}, async () => {
  const running = await RunningServer.start(`
listen on lo port 25
action "slow" mda "cat > /dev/null; touch DIR/mail/$$; while [ -d DIR/mail ]; do sleep 0.1; done"
match from any for any action "slow"
`);
  server = running;
  const message = ['MAIL FROM:<>', `RCPT TO:<${OWNER.username}@a.example>`, 'DATA', 'Subject: x', '', '.'];
  const run = { ended: false };
  const send = async (): Promise<void> => {
    while (!run.ended) await running.say('EHLO x', ...Array.from({ length: 5 }, () => message).flat());
  };
  const sending = Promise.all(Array.from({ length: SESSIONS }, send));
  await running.until(() => readdirSync(join(running.directory, 'mail')).length >= AT_ONCE, 60_000);
  run.ended = true;
  // Which ends the sessions as well.
  await running.kill();
  await sending;
});
