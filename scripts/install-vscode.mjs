// Installs VS Code's own server, which needs no network but npm's, into .cache/vscode for test/e2e/vscode.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest that runs on Node 20. */
const CODE_SERVER = 'code-server@4.100.3';

const target = fileURLToPath(new URL('../.cache/vscode/', import.meta.url));
const vscode = join(target, 'node_modules/code-server/lib/vscode');

// Scripts of the packages would build natives that the tests do without.
const npm = (cwd, ...args) =>
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...args], { cwd, stdio: 'inherit' });

if (!existsSync(join(vscode, 'node_modules'))) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.json'), '{ "private": true }\n');
  npm(target, CODE_SERVER);
  npm(vscode, '--omit=dev');
}
// The search for files, which the package would download: Debian's does the same.
const ripgrep = join(vscode, 'node_modules/@vscode/ripgrep/bin');
if (!existsSync(join(ripgrep, 'rg')) && existsSync('/usr/bin/rg')) {
  mkdirSync(ripgrep, { recursive: true });
  symlinkSync('/usr/bin/rg', join(ripgrep, 'rg'));
}
console.log(`VS Code is in ${vscode}`);
