import { spawn } from 'node:child_process';

const PERL = '/usr/bin/perl';

/**
 * crypt(3) of the system's C library, asked through perl, as Node has none: what that library can hash is known here. The
 * result in hexadecimal of a byte text; undefined where the library does not know the kind of hash. Rejects without perl.
 */
export function crypt(password: string, setting: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(PERL, ['-e', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
    let output = '';
    child.on('error', () => reject(new Error(`passwords cannot be hashed or checked: there is no ${PERL}`)));
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString('latin1');
    });
    child.on('close', (status) => resolve(status === 0 && output !== '' ? output : undefined));
    child.stdin.on('error', () => undefined);
    // Neither is an argument: others could read those.
    child.stdin.end(`${hexadecimal(password)}\n${hexadecimal(setting)}\n`);
  });
}

const PROGRAM =
  'my ($p, $s) = map { my $l = <STDIN>; chomp $l; pack "H*", $l } 1..2; my $c = crypt($p, $s); print $c if defined $c && $c !~ /^\\*/';

function hexadecimal(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
