import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { daemonCheck } from '@smtpd-conf/compiler';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askJudge, JUDGE_VERSIONS } from './support/judge.js';
import { describeWithJudge } from './support/judge-suite.js';

const EXAMPLE = fileURLToPath(new URL('../examples/mail.example.org/', import.meta.url));

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'smtpd-example-'));
  cpSync(EXAMPLE, root, { recursive: true });
  chmodSync(join(root, 'etc/mail/certs/mail.example.org.key'), 0o600);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the example', () => {
  test.each(JUDGE_VERSIONS)('is valid for %s', (version) => {
    const result = daemonCheck('/etc/mail/smtpd.conf', new SystemWorld({ root }), { version });
    expect(result).toMatchObject({ stderr: 'configuration OK\n', status: 0 });
  });
});

describeWithJudge('6.8.0', 'the example', (judge) => {
  test('is what the daemon accepts', async () => {
    const text = readFileSync(join(root, 'etc/mail/smtpd.conf'), 'utf8');
    writeFileSync(join(root, 'here.conf'), text.replaceAll('/etc/mail', join(root, 'etc/mail')));
    const [verdict] = await askJudge(judge, root, ['here.conf']);
    expect(verdict).toMatchObject({ stderr: 'configuration OK\n', status: 0 });
  });
});
