import { expect, test } from 'vitest';
import type { DeliveryCommand } from './facts.js';
import { withoutRetries } from './room/retries.js';
import type { LoggedTry } from './room/server.js';

test('a command that the daemon runs again for one envelope counts once', () => {
  const once = ran('76ce40be', 'alice@a.test');
  const commands = [once, once, once, ran('76ce40be', 'bob@a.test'), ran('0ddba11e', 'alice@a.test')];
  expect(withoutRetries(commands, [])).toEqual(commands);
  expect(withoutRetries(commands, [again('76ce40be33fdb77f', 'alice@a.test')])).toEqual(commands.slice(1));
  // What was given up before a command was run has none to leave out.
  expect(withoutRetries(commands, [again('76ce40be33fdb77f', 'bob@a.test')])).toEqual(commands);
});

function ran(message: string, recipient: string): DeliveryCommand {
  return {
    user: 'alice',
    directory: '/home/alice',
    command: 'mail.mboxfile /home/alice/box',
    input: `Received: from a (b [192.0.2.1])\n\tby c (OpenSMTPD) with ESMTP id ${message}\n\n`,
    environment: { RECIPIENT: recipient },
  };
}

function again(evpid: string, to: string): LoggedTry {
  return { agent: 'mda', evpid, from: 'x@y.test', to, result: 'TempFail', status: 'Error' };
}
