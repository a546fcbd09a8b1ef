import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DrawnFiles } from './draw-config.js';

/** A directory with the files that drawn configurations name, good enough for the daemon's check. */
export function makeConfigFiles(): DrawnFiles & { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'smtpd-print-'));
  const at = (name: string): string => join(directory, name);
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=mail.example.org'];
  execFileSync('openssl', [...request, '-keyout', at('key'), '-out', at('cert')], { stdio: 'ignore' });
  writeFileSync(at('list'), 'a\nb\n');
  return {
    directory,
    cert: at('cert'),
    key: at('key'),
    list: at('list'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
