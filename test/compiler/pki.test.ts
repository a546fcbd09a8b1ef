import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CompiledCa, CompiledPki } from '../../compiler/src/config/compiled-config.js';
import { readPrivateKey } from '../../compiler/src/node/private-key.js';
import { checkPki, type PkiFault } from '../../compiler/src/pki/check-pki.js';
import { readPrivateKeyBlock } from '../../compiler/src/pki/private-key.js';
import { describedWorld } from '../../compiler/src/world/described-world.js';
import type { PrivateKeyReading } from '../../compiler/src/world/world.js';

const origin = { file: 0, line: 1, start: 0, end: 1 };
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const SEC1 = privateKey.export({ type: 'sec1', format: 'pem' }) as string;
const DER = privateKey.export({ type: 'pkcs8', format: 'der' });
const sealed = { format: 'pem', cipher: 'aes-128-cbc', passphrase: 'secret' } as const;
const ENCRYPTED = privateKey.export({ type: 'pkcs8', ...sealed }) as string;
const ENCRYPTED_SEC1 = privateKey.export({ type: 'sec1', ...sealed }) as string;
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

describe('the check of keys and certificates', () => {
  const world = describedWorld({
    files: {
      '/crt': { text: CERTIFICATE, mode: '0755' },
      '/crt-set-uid': { text: CERTIFICATE, mode: '4755' },
      '/crt-writable': { text: CERTIFICATE, mode: '0664' },
      '/crt-foreign': { text: CERTIFICATE, uid: 1000, mode: '0666' },
      '/empty': '',
      '/dir': { directory: true },
      '/locked': { error: 'EACCES' },
      '/key': { text: PEM, mode: '0600' },
      '/key-group': { text: PEM, mode: '0740' },
      '/key-world': { text: PEM, mode: '0604' },
      '/key-foreign': { text: PEM, uid: 1000, mode: '0600' },
      '/key-encrypted': { text: ENCRYPTED, mode: '0600' },
      '/key-none': { text: 'hello\n', mode: '0600' },
      '/key-empty': { text: '', mode: '0600' },
      '/key-dir': { directory: true, mode: '0700' },
    },
  });
  const pki = (name: string, cert?: string, key?: string): CompiledPki => ({
    name,
    dhe: 'none',
    origin,
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  });
  const ca = (name: string, cert: string): CompiledCa => ({ name, cert, origin });

  interface Entries {
    readonly pki?: readonly CompiledPki[];
    readonly ca?: readonly CompiledCa[];
    readonly queueKey?: string;
  }

  /** `expected`: the lines on stderr, none where the check passes; `faults`: the parts and causes of all faults. */
  function check(entries: Entries, expected: readonly string[], faults?: readonly string[]): void {
    const result = checkPki(entries.pki ?? [], entries.ca ?? [], entries.queueKey, world);
    expect(result.messages).toEqual(expected);
    expect(result.fatal).toBe(expected.length > 0);
    if (faults) expect(result.faults.map(summary)).toEqual(faults);
  }
  const summary = ({ part, entry, cause }: PkiFault) => [part, entry?.name, cause.type].filter(Boolean).join(' ');

  const CERT_FAILED = 'smtpd: load_pki_tree: failed to load certificate file';
  const CA_FAILED = 'smtpd: load_pki_tree: failed to load CA file';
  const KEY_FAILED = 'smtpd: load_pki_keys: failed to load key file';
  const mode = (path: string, allowed: string) => `warn:  ${path}: insecure permissions: must be at most ${allowed} `;

  type Case = [title: string, Entries, expected: string[], faults?: string[]];
  /** Confirmed with smtpd 6.8.0 and 7.8.0, whose code for this is the same. */
  const CASES: Case[] = [
    ['nothing to check', {}, []],
    ['a good pair', { pki: [pki('x', '/crt', '/key')] }, []],
    ['modes are at most 0755 and 0740', { pki: [pki('x', '/crt-set-uid', '/key-group')] }, []],
    ['what is in a certificate does not count', { pki: [pki('x', '/empty', '/key')] }, []],
    [
      'no certificate named',
      { pki: [pki('x', undefined, '/key')] },
      ['smtpd: load_pki_tree: missing certificate file'],
    ],
    ['no key named', { pki: [pki('x', '/crt')] }, ['smtpd: load_pki_tree: missing key file']],
    ['neither named', { pki: [pki('x')] }, ['smtpd: load_pki_tree: missing certificate file']],
    ['no such certificate', { pki: [pki('x', '/none', '/key')] }, [CERT_FAILED]],
    ['a certificate that cannot be opened', { pki: [pki('x', '/locked', '/key')] }, [CERT_FAILED]],
    ['a directory as certificate', { pki: [pki('x', '/dir', '/key')] }, [CERT_FAILED]],
    [
      'a certificate that others may write',
      { pki: [pki('x', '/crt-writable', '/key')] },
      [mode('/crt-writable', 'rwxr-xr-x'), CERT_FAILED],
    ],
    [
      'the owner counts before the mode',
      { pki: [pki('x', '/crt-foreign', '/key')] },
      ['warn:  /crt-foreign: not owned by uid 0', CERT_FAILED],
    ],
    ['no such key', { pki: [pki('x', '/crt', '/none')] }, [KEY_FAILED]],
    ['a directory as key', { pki: [pki('x', '/crt', '/dir')] }, [mode('/dir', 'rwxr-----'), KEY_FAILED]],
    ['a directory as key, well protected', { pki: [pki('x', '/crt', '/key-dir')] }, [KEY_FAILED]],
    [
      'a key that others may read',
      { pki: [pki('x', '/crt', '/key-world')] },
      [mode('/key-world', 'rwxr-----'), KEY_FAILED],
    ],
    [
      "somebody else's key",
      { pki: [pki('x', '/crt', '/key-foreign')] },
      ['warn:  /key-foreign: not owned by uid 0', KEY_FAILED],
    ],
    ['an encrypted key', { pki: [pki('x', '/crt', '/key-encrypted')] }, [`passphrase for x: ${KEY_FAILED}`]],
    ['text as key', { pki: [pki('x', '/crt', '/key-none')] }, [KEY_FAILED]],
    ['an empty key', { pki: [pki('x', '/crt', '/key-empty')] }, [KEY_FAILED]],
    ['a good authority', { ca: [ca('z', '/empty')] }, []],
    ['no such authority', { ca: [ca('z', '/none')] }, [CA_FAILED]],
    [
      'the first by name ends it',
      { pki: [pki('b', '/none', '/none'), pki('a', '/crt-foreign', '/key-world')] },
      ['warn:  /crt-foreign: not owned by uid 0', CERT_FAILED],
      ['certificate a owner', 'certificate b unreadable', 'key a mode', 'key b unreadable'],
    ],
    [
      'authorities come before keys',
      { pki: [pki('b', '/crt', '/key-world'), pki('c')], ca: [ca('z', '/none'), ca('y', '/none')] },
      ['smtpd: load_pki_tree: missing certificate file'],
      ['certificate c missing', 'ca y unreadable', 'ca z unreadable', 'key b mode'],
    ],
    ['a key for the queue', { queueKey: 'é'.repeat(16) }, []],
    [
      'a short one, before anything else',
      { queueKey: 'stdin', pki: [pki('x')] },
      ['smtpd: crypto_setup:invalid key for queue encryption'],
      ['queue-key queue-key-length', 'certificate x missing'],
    ],
  ];
  test.each<Case>(CASES)('%s, as smtpd 6.8.0 and 7.8.0', (_, entries, expected, faults) =>
    check(entries, expected, faults),
  );
});

describe('what is in a key file', () => {
  const half = PEM.slice(0, 120);
  const spoilt = PEM.replace(/\n(.{4})/, '\n####');

  /** `outside`: what the outer form alone tells, where that is less. */
  function check(file: string | Uint8Array, expected: PrivateKeyReading, outside: PrivateKeyReading = expected): void {
    const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
    expect(readPrivateKey(bytes), 'OpenSSL').toBe(expected);
    expect(readPrivateKeyBlock(bytes), 'outer form').toBe(outside);
  }

  /** Confirmed with smtpd 6.8.0 and 7.8.0, both on OpenSSL 3.0. */
  test.each<[string, string | Uint8Array, PrivateKeyReading, PrivateKeyReading?]>([
    ['PKCS #8', PEM, 'clear'],
    ['SEC 1', SEC1, 'clear'],
    ['encrypted PKCS #8', ENCRYPTED, 'encrypted'],
    ['encrypted SEC 1', ENCRYPTED_SEC1, 'encrypted'],
    ['DER', DER, 'unreadable'],
    ['nothing', '', 'unreadable'],
    ['text', 'hello\n', 'unreadable'],
    ['a certificate', CERTIFICATE, 'unreadable'],
    ['a certificate, then a key', CERTIFICATE + PEM, 'clear'],
    ['text, then a key', `hello\n${PEM}`, 'clear'],
    ['carriage returns', PEM.replaceAll('\n', '\r\n'), 'clear'],
    ['a byte order mark', `\ufeff${PEM}`, 'clear'],
    ['half a key', half, 'unreadable'],
    ['half a key, then a whole one', `${half}\n${PEM}`, 'unreadable'],
    ['a key that is no base64', spoilt, 'unreadable'],
    ['one that is no base64, then a good one', spoilt + PEM, 'clear'],
    ['base64 that is no key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'unreadable', 'clear'],
  ])('%s, as smtpd 6.8.0 and 7.8.0', (_, file, expected, outside) => check(file, expected, outside));
});
