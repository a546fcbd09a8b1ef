import type { ClauseId, ClauseNode, Version } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { TableKind } from '../config/compiled-config.js';
import type { TableService } from '../tables/table-service.js';

/** Which tables a clause takes (table_check_use in table.c): one of the kinds, offering one of the services. */
export interface TableUse {
  readonly kinds: readonly TableKind[];
  readonly services: readonly TableService[];
  /** What the daemon calls the use when it refuses a table. */
  readonly refusal: (name: string) => string;
}

const LIST: readonly TableKind[] = ['dynamic', 'list'];
const MAPPING: readonly TableKind[] = ['dynamic', 'hash'];
const BOTH: readonly TableKind[] = ['dynamic', 'list', 'hash'];

const lookups =
  (what: string) =>
  (name: string): string =>
    `table "${name}" may not be used for ${what} lookups`;

const parameter =
  (what: string) =>
  (name: string): string =>
    `invalid use of table "${name}" as ${what} parameter`;

const use = (
  kinds: readonly TableKind[],
  services: readonly TableService[],
  refusal: TableUse['refusal'],
): TableUse => ({
  kinds,
  services,
  refusal,
});

const USES: Partial<Record<ClauseId, TableUse>> = {
  'listen.hostnames': use(MAPPING, ['addrname'], parameter('HOSTNAMES')),
  'listen.senders': use(MAPPING, ['mailaddrmap'], parameter('SENDERS')),
  'local.alias': use(MAPPING, ['alias'], lookups('alias')),
  'local.virtual': use(MAPPING, ['alias'], lookups('virtual')),
  'local.userbase': use(MAPPING, ['userinfo'], lookups('userbase')),
  'relay.helo-src': use(MAPPING, ['addrname'], lookups('helo-source')),
  'relay.src': use(LIST, ['source'], lookups('source')),
  'relay.host': use(LIST, ['relayhost'], lookups('host')),
  'relay.domain': use(MAPPING, ['relayhost'], lookups('host')),
  'relay.auth': use(MAPPING, ['credentials'], lookups('auth')),
  'match.tag': use(LIST, ['string'], lookups('tag')),
  'match.helo': use(LIST, ['domain'], lookups('helo')),
  'match.auth': use(LIST, ['string', 'credentials'], lookups('auth')),
  'match.mail-from': use(LIST, ['mailaddr'], lookups('mail-from')),
  'match.rcpt-to': use(LIST, ['mailaddr'], lookups('rcpt-to')),
  'match.from-src': use(LIST, ['netaddr'], lookups('from')),
  'match.from-rdns': use(LIST, ['domain'], lookups('rdns')),
  'match.from-auth': use(LIST, ['string', 'credentials'], lookups('from')),
  'match.from-mail-from': use(LIST, ['mailaddr'], lookups('from')),
  'match.for-domain': use(LIST, ['domain'], lookups("'for'")),
  'match.for-rcpt-to': use(LIST, ['mailaddr'], lookups('for')),
};

/** Criteria that look keys up in mappings too, and since which behaviour. `from auth` was forgotten upstream. */
const MAPPING_AS_LIST: ReadonlySet<ClauseId> = new Set<ClauseId>([
  'match.auth',
  'match.mail-from',
  'match.rcpt-to',
  'match.from-mail-from',
  'match.for-rcpt-to',
]);

/** What else looks keys up without a check of the table: lka_filter.c:filter_check, lka.c:lka_authenticate. */
const UNCHECKED: Partial<Record<ClauseId, TableService>> = {
  'condition.src': 'netaddr',
  'condition.rdns': 'domain',
  'condition.helo': 'domain',
  'condition.auth': 'string',
  'condition.mail-from': 'mailaddr',
  'condition.rcpt-to': 'mailaddr',
  'listen.auth': 'credentials',
  'listen.auth-optional': 'credentials',
};

/**
 * What a clause asks its table for where it does not say `regex`; undefined for one that takes no table. `auth` of a rule
 * asks for a string or, where the user name has an @, for credentials: the string stands for both.
 */
export function lookupService(clause: ClauseId): TableService | undefined {
  return USES[clause]?.services[0] ?? UNCHECKED[clause];
}

/** What 6.0 called the uses of tables that it worded otherwise than later releases. */
const LEGACY_PARAMETERS: Partial<Record<ClauseId, string>> = {
  'match.from-src': 'FROM',
  'match.for-domain': 'DOMAIN',
  'match.mail-from': 'SENDER',
  'match.rcpt-to': 'RECIPIENT',
  'local.alias': 'ALIAS',
  'local.virtual': 'VIRTUAL',
  'local.userbase': 'USERBASE',
  'relay.src': 'SOURCE',
  'relay.helo-src': 'HOSTNAMES',
  'relay.auth': 'AUTH',
};

/** How a clause uses its table; undefined where the daemon does not ask. */
export function tableUse(clause: ClauseNode, version: Version): TableUse | undefined {
  const usual = USES[clause.id];
  const formerly = clause.context.startsWith('legacy-') ? LEGACY_PARAMETERS[clause.id] : undefined;
  if (usual && formerly) return { ...usual, refusal: parameter(formerly) };
  if (usual === undefined) return undefined;
  const regex = clause.form.parts.includes('regex');
  // `from rdns regex` asks for domains all the same.
  if (regex) return clause.id === 'match.from-rdns' ? usual : { ...usual, kinds: LIST, services: ['regex'] };
  const mapping =
    (MAPPING_AS_LIST.has(clause.id) && behaves(version, 'mapping-as-list')) ||
    (clause.id === 'relay.src' && behaves(version, 'mapping-as-source'));
  return mapping ? { ...usual, kinds: BOTH } : usual;
}
