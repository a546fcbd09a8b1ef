import { spawn, spawnSync } from 'node:child_process';

const PERL = '/usr/bin/perl';

/**
 * crypt(3) of the system's C library, asked through perl, as Node has none: what that library can hash is known here. The
 * result in hexadecimal of a byte text; undefined where the library does not know the kind of hash. Rejects without perl.
 */
export function crypt(password: string, setting: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(PERL, ['-e', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
    let output = '';
    child.on('error', () => reject(new Error(WITHOUT_PERL)));
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString('latin1');
    });
    child.on('close', (status) => resolve(answerOf(status, output)));
    child.stdin.on('error', () => undefined);
    child.stdin.end(question(password, setting));
  });
}

/** The same, waited for, or why it cannot be asked. */
export function cryptNow(
  password: string,
  setting: string,
): { readonly hash?: string } | { readonly unavailable: string } {
  const { error, status, signal, stdout } = spawnSync(PERL, ['-e', PROGRAM], {
    input: question(password, setting),
    encoding: 'latin1',
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {},
  });
  if (error) return { unavailable: WITHOUT_PERL };
  if (status !== 0) return { unavailable: `passwords cannot be checked: ${PERL} ended with ${signal ?? status}` };
  const hash = answerOf(status, stdout);
  return hash === undefined ? {} : { hash };
}

const PROGRAM =
  'my ($p, $s) = map { my $l = <STDIN>; chomp $l; pack "H*", $l } 1..2; my $c = crypt($p, $s); print $c if defined $c && $c !~ /^\\*/';

/** On standard input and not in arguments, which others could read. */
function question(password: string, setting: string): string {
  return `${hexadecimal(password)}\n${hexadecimal(setting)}\n`;
}

function answerOf(status: number | null, output: string): string | undefined {
  return status === 0 && output !== '' ? output : undefined;
}

const WITHOUT_PERL = `passwords cannot be hashed or checked: there is no ${PERL}`;

function hexadecimal(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
