import { describedWorld, type World, type WorldDescription } from '@smtpd-conf/compiler';
import { PLATFORMS, type Platform } from '@smtpd-conf/grammar';
import { CERTIFICATE_TEXT, KEY_TEXT } from '../../support/certificate.js';
import { type StubKind, stub } from '../../support/stubs.js';

type DescribedFile = Exclude<NonNullable<WorldDescription['files']>[string], string>;

/** Made with what every one of them is good for, so that nothing is found in a file that we wrote ourselves. */
const CONTENTS: Readonly<Record<StubKind, DescribedFile>> = {
  list: { text: 'stub.invalid\n' },
  mapping: { text: 'root: stub\n' },
  // The head of an empty Berkeley DB hash: nobody reads further before mail comes.
  database: { base64: databaseHead() },
  certificate: { text: CERTIFICATE_TEXT },
  // One file may be both.
  key: { text: CERTIFICATE_TEXT + KEY_TEXT, mode: '0600' },
  include: { text: '# nothing\n' },
};

/** What a list or a mapping holds by the word before `<name>`. */
const ENTRIES: Readonly<Record<string, string>> = {
  src: '192.0.2.200\n',
  source: '192.0.2.200\n',
  'mail-from': '@stub.invalid\n',
  'rcpt-to': '@stub.invalid\n',
  userbase: 'stub: 1000:1000:/home/stub\n',
};

const PASSWORDS = 'stub: $2b$10$abcdefghijklmnopqrstuuJ1d9eM3kzq3n0Jd0b8g3mX6m6iHk1bW\n';

/** The machine that a configuration from elsewhere was written for, as far as it names what it needs. */
export interface StubMachine {
  readonly world: World;
  readonly platform: Platform;
}

/**
 * A machine on which every table file, certificate and interface that a configuration names exists. Interfaces have public
 * addresses but for loopbacks and tunnels; `listen on all` is possible on OpenBSD only.
 */
export function stubMachine(text: string): StubMachine {
  const names = interfaceNames(text);
  const platform = names.has('all') ? 'openbsd' : 'linux';
  const loopback = platform === 'linux' ? 'lo' : 'lo0';
  const interfaces = Object.fromEntries(
    [...new Set([loopback, ...[...names].map((name) => (name === 'all' ? 'em0' : name))])].map((name, index) => [
      name,
      { addresses: addressesOf(name, index, loopback), groups: ['all'] },
    ]),
  );
  const world = describedWorld({
    hostname: 'mx.stub.invalid',
    files: { ...stubFiles(text), ...stubPrograms(text) },
    interfaces,
    hosts: { localhost: ['127.0.0.1', '::1'] },
  });
  return { world, platform };
}

function addressesOf(name: string, index: number, loopback: string): readonly string[] {
  if (name === loopback) return ['127.0.0.1', '::1'];
  if (name.startsWith('lo')) return ['127.0.0.2'];
  if (/^(tun|tap|wg|docker|br-)/.test(name)) return [`10.0.0.${index + 1}`, `fd00::${index + 1}`];
  return [`192.0.2.${index + 1}`, `2001:db8::${index + 1}`];
}

/** The files that a configuration names, with what belongs in them as far as it says. */
function stubFiles(text: string): Record<string, DescribedFile> {
  const uses = new Map(
    [...text.matchAll(/([\w-]+)\s+<\s*([\w.-]+)\s*>/g)].map(([, use = '', name = '']) => [name, use]),
  );
  const useOf = new Map(
    [...text.matchAll(/\btable\s+"?([\w.-]+)"?[\s\\]+"?(?:file:)?(\/[^\s"]+)/g)].map(([, name = '', path = '']) => [
      path.replace(/\/+/g, '/'),
      uses.get(name),
    ]),
  );
  const labels = [...text.matchAll(/:\/\/([^\s@"'/]+)@/g)].map(([, label]) => `${label}: user:password\n`).join('');
  const files: Record<string, DescribedFile> = {};
  for (const [stubbed, kind] of stub(text).files) {
    const path = stubbed.replace(/^stub/, '');
    const use = useOf.get(path);
    const entries = use === 'auth' ? labels || PASSWORDS : use && ENTRIES[use];
    files[path] =
      entries === undefined || (kind !== 'list' && kind !== 'mapping')
        ? CONTENTS[kind]
        : { text: entries, mode: use === 'auth' ? '0640' : '0644' };
    if (kind === 'database') files[path] = { ...CONTENTS.database, mode: '0640', gid: 110 };
  }
  return files;
}

/** Filters, and the programs behind tables. */
function stubPrograms(text: string): Record<string, DescribedFile> {
  const commands = [...text.matchAll(/\b(?:proc-exec|proc\s+\S+)\s+"?(\/[^\s"]+)/g)].map(([, path = '']) => path);
  const backends = [...text.matchAll(/\btable[\s\\]+\S+[\s\\]+"?([a-z]+):/g)].flatMap(([, name]) =>
    Object.values(PLATFORMS).map(({ libexecDir }) => `${libexecDir}/table-${name}`),
  );
  return Object.fromEntries([...commands, ...backends].map((path) => [path, { text: '#!/bin/sh\n', mode: '0755' }]));
}

/** What listeners listen on, by name; both loopbacks are there anyway. */
function interfaceNames(text: string): ReadonlySet<string> {
  const macros = new Map(
    [...text.matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*"?([^\s"]+)"?/gm)].map(([, name, value]) => [name, value]),
  );
  const names = new Set<string>();
  for (const [, word = ''] of text.matchAll(/\blisten\s+on\s+"?([^\s"]+)"?/g)) {
    const name = word.startsWith('$') ? (macros.get(word.slice(1)) ?? '') : word;
    if (/^[a-z_][\w.-]*$/i.test(name) && !['socket', 'localhost'].includes(name)) names.add(name);
  }
  return names;
}

/** See __db_meta_setup and __ham_metachk of Berkeley DB 5.3: the magic number, the version, the size of a page. */
function databaseHead(): string {
  const page = Buffer.alloc(4096);
  page.writeUInt32LE(0x061561, 12);
  page.writeUInt32LE(9, 16);
  page.writeUInt32LE(page.length, 20);
  return page.toString('base64');
}
