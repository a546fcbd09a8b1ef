import { spawn } from 'node:child_process';

/** Hashes of crypt(3) that a shell of perl's can check: it asks the system's libcrypt, as the daemon does. */
const PERL = '/usr/bin/perl';
const PROGRAM =
  'my ($p, $h) = map { my $l = <STDIN>; chomp $l; pack "H*", $l } 1..2; my $c = crypt($p, $h); exit(defined $c && $c eq $h ? 0 : 1)';

/**
 * Whether a password has a crypt(3) hash (crypt_checkpass.c). The system's own library answers, so what the daemon takes is
 * taken here: yescrypt, bcrypt, SHA-crypt and the older ones.
 */
export function checkPassword(password: string, hash: string): Promise<boolean> {
  // An empty hash fits an empty password, and a locked account's none.
  if (hash === '') return Promise.resolve(password === '');
  if (hash.startsWith('*') || hash.startsWith('!')) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    const child = spawn(PERL, ['-e', PROGRAM], { stdio: ['pipe', 'ignore', 'ignore'], env: {} });
    child.on('error', reject);
    child.on('close', (status) => resolve(status === 0));
    child.stdin.on('error', () => undefined);
    // Neither is an argument: others could read those.
    child.stdin.end(`${hexadecimal(password)}\n${hexadecimal(hash)}\n`);
  });
}

function hexadecimal(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
