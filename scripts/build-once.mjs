// Builds after `npm install` where nothing has been built: pre-commit installs a hook's repository and packs it as it is.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

if (!existsSync(at('cli/dist/smtpd-lint.cjs'))) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: at(''), stdio: 'inherit', shell: true });
  process.exitCode = status ?? 1;
}
