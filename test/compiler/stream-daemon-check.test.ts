import { daemonCheck, describedWorld } from '@smtpd-conf/compiler';
import { streamDaemonCheck } from '@smtpd-conf/compiler/daemon';
import { expect, test } from 'vitest';

/** What is written piece by piece is what is said at once, and status and bytes are the same. */
function check(main: Buffer, files: Readonly<Record<string, Buffer>>, pieces: number): void {
  const contents = Object.entries({ ...files, main }).map(([name, bytes]) => [
    name,
    { base64: bytes.toString('base64') },
  ]);
  const world = describedWorld({ hostname: 'mail.example.org', files: Object.fromEntries(contents) });
  const whole = daemonCheck('main', world, {});
  const written: Uint8Array[] = [];
  const status = streamDaemonCheck('main', world, {}, (bytes) => written.push(bytes));
  expect(status).toBe(whole.status);
  expect(Buffer.concat(written).equals(Buffer.from(whole.stderr, whole.encoding))).toBe(true);
  expect(written.length).toBeGreaterThanOrEqual(pieces);
}

const ERRORS = 'action "é" mbox\n'.repeat(10_000);

test('no error', () => check(Buffer.from('action "a" mbox\nmatch for local action "a"\n'), {}, 1));
test('many errors', () => check(Buffer.from(ERRORS), {}, 2));
test('a file that is not UTF-8 behind what has been written: it is not said again', () => {
  check(Buffer.from(`${ERRORS}include "latin1"\nfoo\n`), { latin1: Buffer.from('f\xfc = bar baz\n', 'latin1') }, 2);
});
