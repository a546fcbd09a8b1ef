import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, OWNER, RunningServer } from '../running-server.js';
import { describeWithPeers, PEERS, Peer } from './peers.js';

const LIBRARIES = `${PEERS}/usr/lib/x86_64-linux-gnu`;
const FILTERS = `${PEERS}/usr/libexec/opensmtpd`;
const RECIPIENT = `${OWNER.username}@a.example`;
const HEAD = ['EHLO client.example', 'MAIL FROM:<bob@signed.example>', `RCPT TO:<${RECIPIENT}>`, 'DATA'];

describeWithPeers('opensmtpd-filter-dkimsign', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dkim-'));
  const key = join(directory, 'key');
  let server: RunningServer;
  beforeAll(async () => {
    chmodSync(directory, 0o755);
    execFileSync('openssl', ['genrsa', '-out', key, '2048'], { stdio: 'pipe' });
    chmodSync(key, 0o644);
    const command = `/usr/bin/env LD_LIBRARY_PATH=${LIBRARIES} ${FILTERS}/filter-dkimsign -d signed.example -s one -k ${key}`;
    server = await RunningServer.start(`
filter "sign" proc-exec "${command}"
listen on lo port 25 filter "sign"
action "a" maildir "DIR/mail/a"
match from any for any action "a"
`);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test.each([
    ['a usual message', ['From: bob@signed.example', 'Subject: x', '', 'text', '..dot', '', '']],
    ['one without a text', ['From: bob@signed.example', 'Subject: x', '']],
    [
      'folded headers, spaces at the ends of lines',
      ['From: bob', '\t<bob@signed.example>', 'Subject: a', '  b  ', '', 'c  ', ' d'],
    ],
  ])('signs %s so that another implementation agrees', async (_what, text) => {
    const before = server.maildir('a').length;
    expect((await server.say(...HEAD, ...text, '.')).at(-1)).toMatch(/^250 /);
    await server.until(() => server.maildir('a').length > before);
    const signed = server.maildir('a').find((one) => !checked.has(one)) ?? '';
    checked.add(signed);
    expect(signed).toContain('DKIM-Signature: ');
    expect(verified(signed)).toBe('True');
    expect(verified(`${signed}more\n`)).toBe('False');
  });

  const checked = new Set<string>();

  /** What python3-dkim says, with the key as DNS would have it. */
  function verified(message: string): string {
    const pem = execFileSync('openssl', ['rsa', '-in', key, '-pubout'], { encoding: 'utf8', stdio: 'pipe' });
    const record = `v=DKIM1; p=${pem.replace(/-----.*-----|\n/g, '')}`;
    const program = `import dkim,sys; print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=lambda name, timeout=5: b"${record}"))`;
    const { stdout } = spawnSync('/usr/bin/python3', ['-c', program], {
      env: { PYTHONPATH: `${PEERS}/usr/lib/python3/dist-packages`, LD_LIBRARY_PATH: LIBRARIES },
      input: Buffer.from(message.replace(/\n/g, '\r\n'), 'latin1'),
      encoding: 'utf8',
    });
    return stdout.trim();
  }
});

const rspamd = ({ directory }: Peer, port: number): string => `
lua = "/usr/share/rspamd/rules/rspamd.lua";
options {
  filters = "";
  # It says yes to all that comes from its own host.
  local_addrs = "192.0.2.0/24";
  check_local = true;
  dns { nameserver = "127.0.0.1:9"; timeout = 0.1s; retransmits = 1; }
  url_tld = "${directory}/tlds";
  pidfile = "${directory}/pid";
  tempdir = "${directory}";
  hs_cache_dir = "${directory}";
}
logging { type = "console"; level = "warning"; }
metric { name = "default"; actions { reject = 15; } group "test" { symbol "GTUBE" { score = 20; } } }
worker "normal" { bind_socket = "127.0.0.1:${port}"; count = 1; }
`;

describeWithPeers('opensmtpd-filter-rspamd beside a real rspamd', () => {
  let peer: Peer;
  let server: RunningServer;
  beforeAll(async () => {
    const port = await freePort();
    peer = new Peer();
    writeFileSync(join(peer.directory, 'rspamd.conf'), rspamd(peer, port));
    // Its own list takes minutes to compile.
    writeFileSync(join(peer.directory, 'tlds'), 'com\norg\nexample\n');
    const places = ['RUNDIR', 'DBDIR', 'LOGDIR'].map((name) => `--var=${name}=${peer.directory}`);
    await peer.start(port, '/usr/bin/rspamd', '-f', '-i', '-c', join(peer.directory, 'rspamd.conf'), ...places);
    server = await RunningServer.start(`
filter "spam" proc-exec "${FILTERS}/filter-rspamd -url http://127.0.0.1:${port}"
listen on lo port 25 filter "spam"
action "a" maildir "DIR/mail/a"
match from any for any action "a"
`);
  }, 120_000);
  afterAll(async () => {
    peer?.stop();
    await server?.stop();
  });

  test('mail that it has nothing against goes through', async () => {
    expect((await server.say(...HEAD, 'From: bob@signed.example', 'Subject: ham', '', 'text', '.')).at(-1)).toMatch(
      /^250 /,
    );
    await server.until(() => server.maildir('a').some((text) => text.includes('Subject: ham\n')));
    expect(server.maildir('a').join('')).toMatch(/\nSubject: ham\n[\s\S]*\n\ntext\n/);
  });

  test('mail that it calls spam is refused, in its words', async () => {
    // It looks for this only in a text that is longer.
    const spam = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
    const said = await server.say(...HEAD, 'From: bob@signed.example', 'Subject: spam', '', spam, 'more', '.');
    expect(said.at(-1)).toBe('550 Gtube pattern');
    expect(server.maildir('a').join('')).not.toContain('Subject: spam');
  });
});
