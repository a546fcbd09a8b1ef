import { lookup, Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { byteText, type Effect, type ExchangerAnswer } from '@smtpd-conf/engine';
import { checkPassword } from '../auth/check-password.js';
import { reverseLookup } from '../dns/reverse.js';
import type { Privileges } from '../privilege/privileges.js';
import type { ExternalTables } from '../tables/external-tables.js';

export interface AnswerOptions {
  readonly tables: ExternalTables;
  readonly privileges: Pick<Privileges, 'openForward' | 'authenticate'>;
  readonly locate: (path: string) => string;
}

const resolver = new Resolver();

/** Answers what the engine asks of the outside, but for what belongs to one session: files, names, tables, the clock. */
export async function answer(effect: Effect, options: AnswerOptions): Promise<unknown> {
  switch (effect.type) {
    case 'table-lookup':
      return options.tables.lookUp(effect);
    case 'table-keys':
      return options.tables.keys(effect);
    case 'table-fetch':
      return options.tables.fetch(effect);
    case 'forward-file':
      return options.privileges.openForward(effect.user);
    case 'include-file':
      return includeFile(options.locate(effect.path));
    case 'reverse-lookup':
      return reverseLookup(effect.address);
    case 'exchanger-lookup':
      return exchangers(effect.domain);
    case 'host-lookup':
      return hostAddresses(effect.name);
    case 'check-password':
      return checkPassword(effect.password, effect.hash);
    case 'authenticate':
      return options.privileges.authenticate(effect.username, effect.password);
    case 'clock':
      return Math.floor(Date.now() / 1000);
    default:
      throw new Error(`nobody answers ${effect.type}`);
  }
}

function includeFile(path: string): { outcome: 'text'; text: string } | { outcome: 'absent' } {
  try {
    return { outcome: 'text', text: byteText(readFileSync(path)) };
  } catch {
    return { outcome: 'absent' };
  }
}

async function exchangers(domain: string): Promise<ExchangerAnswer> {
  try {
    const records = await resolver.resolveMx(domain);
    return {
      outcome: 'records',
      records: records.map(({ exchange, priority }) => ({ host: exchange.replace(/\.$/, ''), preference: priority })),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENODATA') return { outcome: 'records', records: [] };
    if (code === 'ENOTFOUND') return { outcome: 'no-domain' };
    return { outcome: code === 'EBADNAME' ? 'invalid' : 'failed' };
  }
}

async function hostAddresses(name: string): Promise<readonly string[]> {
  // The host of a null MX.
  if (name === '') return [];
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
