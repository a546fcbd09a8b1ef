import { execFileSync } from 'node:child_process';

const PROGRAM = 'my ($p, $h) = @ARGV; exit(crypt($p, $h) eq $h ? 0 : 1)';

/** crypt_checkpass(3) by the system's libcrypt. Perl is part of any Debian; the passwords are those of fixtures. */
export function crypt(password: string, hash: string): boolean {
  if (!hash.startsWith('$')) return false;
  try {
    execFileSync('perl', ['-e', PROGRAM, '--', password, hash], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
