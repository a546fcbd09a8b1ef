import { lint } from '@smtpd-conf/checker';
import { analyze, describedWorld } from '@smtpd-conf/compiler';
import { Source } from '@smtpd-conf/grammar';
import { expect, test } from 'vitest';

const WORLD = describedWorld({ hostname: 'mx.example.test', interfaces: { lo: ['127.0.0.1'] } });

function fixesOf(text: string): unknown[] {
  const source = new Source('smtpd.conf', text);
  const findings = lint(analyze(source, WORLD)).filter(({ rule }) => rule === 'legacy-grammar');
  return findings.map(({ fixes }) => fixes.map(({ safety, edits }) => [safety, ...edits.map((edit) => edit.text)]));
}

test('each statement from before 6.4 has its fix', () => {
  expect(
    fixesOf('expire 1d\naccept for any relay\naccept for any relay via "secure://h"\naccept for nobody\n'),
  ).toEqual([
    [['safe', 'queue ttl 1d']],
    [['safe', 'action "relay" relay\nmatch for any action "relay"']],
    [['unsafe', expect.stringContaining('action "smarthost" relay host smtps://h tls no-verify')]],
    [],
  ]);
});
