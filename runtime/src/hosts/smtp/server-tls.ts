import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { CompiledConfig, ListenerTls } from '@smtpd-conf/compiler';
import { opensslCiphers, tlsVersions } from '../../smtp/tls-words.js';
import type { ServerTls } from './client-connection.js';

/**
 * The certificates of a listener: the first of its pki entries, and for a client that asks for a name the one whose
 * certificate holds it. Throws the system's error, or OpenSSL's for a certificate that is none.
 */
export function serverTls(config: CompiledConfig, tls: ListenerTls, read: (path: string) => Buffer): ServerTls {
  const named = tls.pki.length > 0 ? tls.pki : config.pki.filter(({ name }) => name === '*').map(({ name }) => name);
  const ca = config.ca.find(({ name }) => name === tls.ca)?.cert;
  const authority = ca === undefined ? {} : { ca: read(ca) };
  const contexts = named.map((name) => {
    const pki = config.pki.find((one) => one.name === name);
    if (pki?.cert === undefined || pki.key === undefined) throw new Error(`pki "${name}" has no certificate or no key`);
    const cert = read(pki.cert);
    const context = createSecureContext({ cert, key: read(pki.key), ...authority, ...parameters(config, tls) });
    return { names: namesOf(cert), context };
  });
  const [first] = contexts;
  if (first === undefined) throw new Error('the listener has no certificate');
  return {
    options: {
      secureContext: first.context,
      requestCert: tls.verify,
    },
    verify: tls.verify,
    contextFor: (name): SecureContext =>
      (contexts.find(({ names }) => names.some((one) => covers(one, name))) ?? first).context,
  };
}

function parameters({ settings }: CompiledConfig, { ciphers, protocols }: ListenerTls) {
  const chosen = ciphers ?? settings.smtp.ciphers;
  const versions = protocols === undefined ? undefined : tlsVersions(protocols);
  if (protocols !== undefined && !versions) throw new Error(`protocols "${protocols}" are not known`);
  return {
    ...(chosen === undefined ? {} : { ciphers: opensslCiphers(chosen) }),
    ...(versions ? { minVersion: versions.oldest, maxVersion: versions.newest } : {}),
  };
}

function namesOf(pem: Buffer): readonly string[] {
  const { subjectAltName = '' } = new X509Certificate(pem);
  return subjectAltName.split(', ').flatMap((one) => (one.startsWith('DNS:') ? [one.slice(4).toLowerCase()] : []));
}

function covers(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === name.toLowerCase();
  return name.toLowerCase().replace(/^[^.]+/, '*') === pattern;
}
