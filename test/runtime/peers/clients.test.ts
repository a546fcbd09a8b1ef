import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgesRequired } from '../../support/judge.js';
import { OWNER, RunningServer } from '../running-server.js';

const RECIPIENT = `${OWNER.username}@a.example`;
const PASSWORD = 'correct horse';

interface Client {
  readonly program: string;
  /** What it is told; the message's subject is the client's name. */
  readonly args: (port: number, directory: string) => readonly string[];
  readonly input?: string;
  readonly secured: boolean;
}

const SMTPLIB = (secured: boolean): string => `
import smtplib, ssl, sys
client = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
${secured ? "context = ssl.create_default_context(cafile=sys.argv[2] + '/server.crt'); context.check_hostname = False; client.starttls(context=context); client.login('carol', 'correct horse')" : ''}
client.sendmail('a@b.example', ['${RECIPIENT}'], 'Subject: ${secured ? 'smtplib over TLS' : 'smtplib'}\\n\\n.dot\\ntext\\n')
client.quit()
`;

const CLIENTS: Readonly<Record<string, Client>> = {
  swaks: {
    program: 'swaks',
    args: (port) => [
      '--server',
      `127.0.0.1:${port}`,
      '--from',
      'a@b.example',
      '--to',
      RECIPIENT,
      '--header',
      'Subject: swaks',
      '--body',
      '.dot\ntext\n',
    ],
    secured: false,
  },
  'swaks over TLS': {
    program: 'swaks',
    args: (port) => [
      ...[
        '--server',
        `127.0.0.1:${port}`,
        '--from',
        'a@b.example',
        '--to',
        RECIPIENT,
        '--header',
        'Subject: swaks over TLS',
      ],
      ...['--tls', '--auth', 'LOGIN', '--auth-user', 'carol', '--auth-password', PASSWORD, '--body', '.dot\ntext\n'],
    ],
    secured: true,
  },
  smtplib: { program: '/usr/bin/python3', args: (port) => ['-c', SMTPLIB(false), String(port)], secured: false },
  'smtplib over TLS': {
    program: '/usr/bin/python3',
    args: (port, directory) => ['-c', SMTPLIB(true), String(port), directory],
    secured: true,
  },
  curl: {
    program: 'curl',
    args: (port) => [
      '-sS',
      `smtp://127.0.0.1:${port}/x`,
      '--mail-from',
      'a@b.example',
      '--mail-rcpt',
      RECIPIENT,
      '-T',
      '-',
    ],
    input: 'Subject: curl\r\n\r\n.dot\r\ntext\r\n',
    secured: false,
  },
  'curl over TLS': {
    program: 'curl',
    args: (port) => [
      ...['-sS', '-k', '--ssl-reqd', `smtp://127.0.0.1:${port}/x`, '--user', `carol:${PASSWORD}`],
      ...['--mail-from', 'a@b.example', '--mail-rcpt', RECIPIENT, '-T', '-'],
    ],
    input: 'Subject: curl over TLS\r\n\r\n.dot\r\ntext\r\n',
    secured: true,
  },
};

const swaksKnowsTls = spawnSync('perl', ['-MNet::SSLeay', '-e', '1']).status === 0;
if (!swaksKnowsTls && !judgesRequired()) console.warn('skipped: swaks over TLS: install libnet-ssleay-perl');

const missing = ['swaks', 'curl', 'openssl', 'python3'].filter((program) => {
  try {
    return execFileSync('sh', ['-c', `command -v ${program}`]).length === 0;
  } catch {
    return true;
  }
});
if (missing.length > 0 && !judgesRequired()) console.warn(`skipped: other clients: install ${missing.join(', ')}`);

describe.skipIf(missing.length > 0 && !judgesRequired())('other clients', () => {
  const directory = mkdtempSync(join(tmpdir(), 'clients-'));
  let server: RunningServer;
  beforeAll(async () => {
    const files = [
      '-keyout',
      join(directory, 'server.key'),
      '-out',
      join(directory, 'server.crt'),
      '-subj',
      '/CN=mx.example',
    ];
    execFileSync('openssl', ['req', '-x509', '-days', '2', '-nodes', '-newkey', 'rsa:2048', ...files], {
      stdio: 'pipe',
    });
    const hash = execFileSync('openssl', ['passwd', '-6', PASSWORD], { encoding: 'utf8' }).trim();
    const config = `
pki "mx.example" cert "/server.crt"
pki "mx.example" key "/server.key"
table users { carol = "${hash}" }
listen on lo port 25 tls pki "mx.example" auth-optional <users> received-auth
action "a" maildir "DIR/mail/a"
match from any for domain "a.example" action "a"
`;
    server = await RunningServer.start(config, ['--root', 'DIR'], (root) => {
      for (const name of ['server.key', 'server.crt']) {
        writeFileSync(join(root, name), readFileSync(join(directory, name)), { mode: 0o600 });
        if (process.getuid?.() === 0) chownSync(join(root, name), OWNER.uid, OWNER.gid);
      }
    });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const clients = Object.entries(CLIENTS).filter(
    ([name]) => name !== 'swaks over TLS' || swaksKnowsTls || judgesRequired(),
  );
  test.each(clients)('%s', async (name, { program, args, input, secured }) => {
    const { status, output } = await run(program, args(server.port, directory), input);
    expect(status, output).toBe(0);
    await server.until(() => server.maildir('a').some((text) => text.includes(`Subject: ${name}\n`)));
    const text = server.maildir('a').find((one) => one.includes(`Subject: ${name}\n`)) ?? '';
    expect(text).toMatch(/\n\n\.dot\ntext\n+$/);
    expect(/\(TLSv1\.[23]:.*\) auth=yes user=carol|with ESMTPSA/s.test(text)).toBe(secured);
  });

  test('openssl s_client', async () => {
    const args = ['s_client', '-quiet', '-crlf', '-starttls', 'smtp', '-connect', `127.0.0.1:${server.port}`];
    const trusted = ['-CAfile', join(directory, 'server.crt'), '-verify_return_error'];
    // -quiet leaves its standard input alone, and ends with the server's side.
    const { output } = await run('openssl', [...args, ...trusted], 'QUIT\n');
    expect(output).toMatch(/221 2\.0\.0 Bye/);
  });
});

function run(program: string, args: readonly string[], input = ''): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(program, [...args], { timeout: 20_000 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
    child.stdin?.end(Buffer.from(input, 'latin1'));
  });
}
