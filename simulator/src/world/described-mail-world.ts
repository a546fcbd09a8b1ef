import {
  type CompiledTable,
  type DescribedFilterAnswer,
  type DescribedTable,
  describedWorld,
  type World,
  type WorldDescription,
} from '@smtpd-conf/compiler';
import {
  type AuthenticateAnswer,
  byteText,
  type FilterRequest,
  type FilterResponse,
  type LookupAnswer,
  openForward,
  type ReverseAnswer,
  type UserInfo,
  utf8Encoded,
} from '@smtpd-conf/engine';
import { completeDescription, homeOf } from './complete-description.js';
import { Databases } from './databases.js';
import type { MailWorld } from './mail-world.js';
import { Undescribed } from './undescribed.js';
import { parseZonedTime } from './zoned-time.js';

/** What a description cannot have in it, or need not. */
export interface DescribedWorldOptions {
  /** Where the configuration's own files are; in the description by default. */
  readonly files?: World;
  /** Holds a password against a crypt(3) hash, or says why it cannot tell; byte texts. */
  readonly checkPassword?: (password: string, hash: string) => boolean | { readonly unknown: string };
}

/** glibc's getpwnam(3) finds no name that begins like a line for NIS (nss_files/files-pwd.c). */
const COMPATIBILITY_MARK = /^[+-]/;

/** Where no clock is described: any time is as good as another, as long as it is the same every time. */
const EPOCH = '2026-01-01T00:00:00Z';

/**
 * A world out of a description. A section that is there is complete: a user that `users` does not name does not exist. Of
 * a section that is not there nothing is known.
 */
export function describedMailWorld(description: WorldDescription, options: DescribedWorldOptions = {}): MailWorld {
  const described = describedWorld(completeDescription(description));
  const { users, passwords, tables, reverse, hosts = {}, filters = {}, mx, clock = EPOCH } = description;
  const files = options.files ?? described;
  const databases = new Databases(files);
  const cursor = new Map<string, number>();
  const checkPassword = (password: string, hash: string) => {
    const plain = passwords && Object.hasOwn(passwords, hash) ? passwords[hash] : undefined;
    if (plain !== undefined) return password === utf8Encoded(plain);
    const fits = options.checkPassword?.(password, hash) ?? { unknown: 'nothing here can ask crypt(3)' };
    if (typeof fits === 'boolean') return fits;
    throw new Undescribed('passwords', `whether a password fits the hash "${hash}": ${fits.unknown}`);
  };

  const user = (name: string): UserInfo | undefined => {
    if (!users) throw new Undescribed('users', `who "${name}" is`);
    const found = Object.hasOwn(users, name) ? users[name] : undefined;
    if (!found || COMPATIBILITY_MARK.test(name)) return undefined;
    return { username: name, uid: found.uid, gid: found.gid ?? found.uid, directory: homeOf(name, found) };
  };
  const contents = (table: CompiledTable, question: string): DescribedTable => {
    const found = tables && Object.hasOwn(tables, table.name) ? tables[table.name] : databases.rowsOf(table);
    if (found === undefined) throw new Undescribed(`tables.${table.name}`, question);
    return found;
  };
  const keyLists = new Map<string, readonly string[]>();

  return {
    files,
    user,
    forwardFile: (owner) => openForward(described, owner),
    includeFile: (path) => {
      const file = described.readFile(path);
      return file.ok ? { outcome: 'text', text: byteText(file.value) } : { outcome: 'absent' };
    },
    reverse: (address) => reverseOf(address, reverse ?? {}, hosts),
    lookUp: (table, service, key) => lookUp(contents(table, `its ${service} for "${key}"`), key),
    keys: (table) => {
      const rows = contents(table, 'its keys');
      if (rows === 'fails') return 'fails';
      const known = keyLists.get(table.name) ?? (isList(rows) ? rows : Object.keys(rows));
      keyLists.set(table.name, known);
      return known;
    },
    fetch: (table, service) => {
      const rows = contents(table, `its ${service} entries`);
      if (rows === 'fails') return { outcome: 'failed' };
      const keys = Array.isArray(rows) ? rows : Object.keys(rows);
      const at = cursor.get(table.name) ?? 0;
      cursor.set(table.name, at + 1);
      return keys.length === 0
        ? { outcome: 'not-found' }
        : { outcome: 'found', value: keys[at % keys.length] as string };
    },
    authenticate: (username, password): AuthenticateAnswer => {
      if (!users) throw new Undescribed('users', `the password of "${username}"`);
      const known = Object.hasOwn(users, username) ? users[username]?.password : undefined;
      if (known === undefined) return 'refused';
      const fits = typeof known === 'string' ? checkPassword(password, known) : password === utf8Encoded(known.plain);
      return fits ? 'ok' : 'refused';
    },
    checkPassword,
    filterPhases: (filter) => [...new Set((filters[filter] ?? []).map(({ phase }) => phase))],
    filterAnswer: (request) => filterAnswer(filters[request.filter] ?? [], request),
    linesBefore: (filter) => (filters[filter] ?? []).flatMap(({ prepend = [] }) => prepend),
    exchangers: (domain) => {
      if (!mx) throw new Undescribed('mx', `the mail exchangers of "${domain}"`);
      const records = Object.hasOwn(mx, domain.toLowerCase()) ? mx[domain.toLowerCase()] : undefined;
      if (records) return { outcome: 'records', records };
      // A name with addresses is there without an MX, too.
      return addressesOf(hosts, domain) ? { outcome: 'records', records: [] } : { outcome: 'no-domain' };
    },
    addresses: (name) => addressesOf(hosts, name) ?? [],
    now: () => parseZonedTime(clock),
  };
}

function lookUp(rows: DescribedTable, key: string): LookupAnswer {
  if (rows === 'fails') return { outcome: 'failed' };
  if (isList(rows))
    return rows.some((one) => one.toLowerCase() === key) ? { outcome: 'found' } : { outcome: 'not-found' };
  const found = Object.entries(rows).find(([one]) => one.toLowerCase() === key);
  return found ? { outcome: 'found', value: found[1] } : { outcome: 'not-found' };
}

function isList(rows: DescribedTable): rows is readonly string[] {
  return Array.isArray(rows);
}

/** A name counts as confirmed when it leads back to the address (smtp_session.c:smtp_getaddrinfo_cb). */
function reverseOf(
  address: string,
  reverse: Readonly<Record<string, string>>,
  hosts: NonNullable<WorldDescription['hosts']>,
): ReverseAnswer {
  const name = Object.hasOwn(reverse, address) ? reverse[address] : undefined;
  if (name === undefined) return { confirmed: 'error' };
  const addresses = addressesOf(hosts, name);
  return { name, confirmed: addresses ? (addresses.includes(address) ? 'yes' : 'no') : 'error' };
}

function addressesOf(hosts: NonNullable<WorldDescription['hosts']>, name: string): readonly string[] | undefined {
  const [, host] = Object.entries(hosts).find(([one]) => one.toLowerCase() === name.toLowerCase()) ?? [];
  return host && ('addresses' in host ? host.addresses : host);
}

/** The last field is the phase's argument. */
function filterAnswer(answers: readonly DescribedFilterAnswer[], { phase, fields }: FilterRequest): FilterResponse {
  const argument = fields.at(-1) ?? '';
  const found = answers.find((one) => one.phase === phase && (one.argument ?? argument) === argument);
  const { answer = 'proceed', text = '' } = found ?? {};
  switch (answer) {
    case 'proceed':
    case 'junk':
      return { type: answer };
    case 'reject':
    case 'disconnect':
    case 'rewrite':
    case 'report':
      return { type: answer, text: utf8Encoded(text) };
  }
}
