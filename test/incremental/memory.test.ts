import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LintMemory, lint } from '@smtpd-conf/checker';
import { AnalysisMemory, analyze, describedWorld } from '@smtpd-conf/compiler';
import { Source } from '@smtpd-conf/grammar';
import { expect, test } from 'vitest';
import { MAIN } from './history.js';

const CUSTOMERS = 200;
const EDITS = 60;

/** A megabyte, nearly all of it a comment: what keeps a text alive is seen at once. */
function textOf(changed: number): string {
  const lines = [`# ${'x'.repeat(2 ** 20)}`];
  for (let n = 0; n < CUSTOMERS; n += 1) {
    const domain = `a-long-domain-name-${n === changed ? 'new' : n}.example.org`;
    lines.push(`table "customer${n}-users" { "info@${domain}" = "user${n}" }`);
    lines.push(`action "customer${n}-mail" maildir "/var/mail/${domain}" virtual <customer${n}-users>`);
    lines.push(`match from any for domain "${domain}" action "customer${n}-mail"`);
  }
  return `${lines.join('\n')}\n`;
}

test('What outlives an edit keeps no text of before alive', () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const inUse = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const world = describedWorld({ hostname: 'mail.example.org' });
  const memory = new AnalysisMemory();
  const findings = new LintMemory(memory);
  const check = (text: string) => lint(analyze(new Source(MAIN, text), world, { memory }), { memory: findings });
  for (const changed of [-1, 0, -1]) check(textOf(changed));
  const before = inUse();
  // Each statement is another one than before, or has been for a while.
  for (let n = 0; n < EDITS; n += 1) {
    check(textOf(n * 3));
    check(textOf(-1));
  }
  expect((inUse() - before) / 2 ** 20).toBeLessThan(EDITS / 4);
});
