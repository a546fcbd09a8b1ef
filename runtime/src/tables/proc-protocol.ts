import { TABLE_SERVICES, type TableService } from '@smtpd-conf/compiler';
import type { LookupAnswer } from '@smtpd-conf/engine';
import { atLeast, type Target, type Version } from '@smtpd-conf/grammar';
import { daemonVersion } from '../daemon-version.js';

/** PROTOCOL_VERSION in table_proc.c. */
const PROTOCOL = '0.1';

/** Whether table programs of a release speak lines of text (smtpd-tables(7)); before, they exchanged structures of imsg(3). */
export function speaksText(version: Version): boolean {
  return atLeast(version, '7.6.0');
}

/** What a table program is told first. */
export function tableGreeting(target: Target, table: string): readonly string[] {
  return [
    `config|smtpd-version|${daemonVersion(target)}`,
    `config|protocol|${PROTOCOL}`,
    `config|tablename|${table}`,
    'config|ready',
  ];
}

/** What it answers to that, a line at a time. */
export function readRegistration(line: string): { service: TableService } | 'ready' | { problem: string } {
  if (!line.startsWith('register|')) return { problem: 'invalid handshake reply' };
  const name = line.slice('register|'.length);
  if (name === 'ready') return 'ready';
  const service = TABLE_SERVICES.find((known) => known === name);
  return service ? { service } : { problem: `unknown service ${name}` };
}

/** `check` asks whether there is an entry, `lookup` what it says, `fetch` for the next one, `update` to read all anew. */
export type TableRequest =
  | { readonly type: 'check' | 'lookup'; readonly service: TableService; readonly key: string }
  | { readonly type: 'fetch'; readonly service: TableService }
  | { readonly type: 'update' };

/** @param time as seconds.microseconds; `id` comes back with the answer */
export function requestLine(request: TableRequest, table: string, id: string, time: string): string {
  const head = `table|${PROTOCOL}|${time}|${table}|${request.type}`;
  switch (request.type) {
    case 'check':
    case 'lookup':
      return `${head}|${request.service}|${id}|${request.key}`;
    case 'fetch':
      return `${head}|${request.service}|${id}`;
    case 'update':
      return `${head}|${id}`;
  }
}

/** What a program says; `found` of an update is its "ok". Undefined for a line that is no answer to the request. */
export function readTableReply(
  line: string,
  { type }: TableRequest,
  id: string,
): (LookupAnswer & { readonly why?: string }) | undefined {
  const head = `${type}-result|${id}|`;
  if (!line.startsWith(head)) return undefined;
  const said = line.slice(head.length);
  if (said.startsWith('error')) {
    return said[5] === '|' ? { outcome: 'failed', why: said.slice('error|'.length) } : { outcome: 'failed' };
  }
  if (type === 'update') return said === 'ok' ? { outcome: 'found' } : undefined;
  if (said === 'not-found') return { outcome: 'not-found' };
  if (type === 'check') return said.startsWith('found') ? { outcome: 'found' } : undefined;
  const value = said.startsWith('found|') ? said.slice('found|'.length) : '';
  return value === '' ? undefined : { outcome: 'found', value };
}
