import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DrawnFiles } from './draw-config.js';

const CERTS = fileURLToPath(new URL('../../examples/mail.example.org/etc/mail/certs/', import.meta.url));

/** A directory with the files that drawn configurations name, good enough for the daemon's check. */
export function makeConfigFiles(): DrawnFiles & { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'smtpd-print-'));
  const at = (name: string): string => join(directory, name);
  copyFileSync(join(CERTS, 'mail.example.org.crt'), at('cert'));
  copyFileSync(join(CERTS, 'mail.example.org.key'), at('key'));
  chmodSync(at('key'), 0o600);
  writeFileSync(at('list'), 'a\nb\n');
  return {
    directory,
    cert: at('cert'),
    key: at('key'),
    list: at('list'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
