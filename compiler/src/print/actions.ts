import type {
  CompiledAction,
  CompiledWrapper,
  LocalAction,
  LocalMethod,
  RelayAction,
} from '../config/compiled-config.js';
import { type Fragment, nameKey } from './fragment.js';
import { inOrder, type Orderable } from './order.js';
import type { Scribe } from './scribe.js';
import { options, statement } from './statement.js';

/** `mda wrapper NAME COMMAND` */
export function printWrapper(scribe: Scribe, { name, command }: CompiledWrapper): Orderable {
  const pair = `${scribe.word(name)} ${scribe.word(command)}`;
  return statement([scribe.clause('mda.wrapper', 'mda wrapper PAIR', pair)], [nameKey('wrapper', name)]);
}

/** `action NAME …` */
export function printAction(scribe: Scribe, action: CompiledAction): Orderable {
  const parts = action.type === 'local' ? local(scribe, action) : relay(scribe, action);
  // After all other options: the grammar has it outside of theirs.
  const ttl = action.ttl === undefined ? [] : [scribe.clause('action.ttl', 'ttl STRING', scribe.delay(action.ttl))];
  return statement(['action', scribe.word(action.name), ...parts, ...ttl], [nameKey('action', action.name)]);
}

function local(scribe: Scribe, action: LocalAction): Fragment[] {
  const { method, user, alias, virtual, userbase, wrapper } = action;
  const wanted: Fragment[] = [
    ...scribe.wordClause('local.user', 'user STRING', user),
    ...scribe.tableClause('local.alias', 'alias TABLE', alias),
    ...scribe.tableClause('local.virtual', 'virtual TABLE', virtual),
    ...scribe.tableClause('local.userbase', 'userbase TABLE', userbase === '<getpwnam>' ? undefined : userbase),
  ];
  if (wrapper !== undefined) {
    wanted.push(scribe.clause('local.wrapper', 'wrapper STRING', scribe.name('wrapper', wrapper)));
  }
  return [printMethod(scribe, method), ...(wanted.length === 0 ? [] : [options(wanted)])];
}

function printMethod(scribe: Scribe, method: LocalMethod): Fragment {
  switch (method.type) {
    case 'maildir': {
      const form = `maildir${method.path === undefined ? '' : ' STRING'}${method.junk ? ' junk' : ''}`;
      return scribe.clause('method.maildir', form, ...(method.path === undefined ? [] : [scribe.word(method.path)]));
    }
    case 'lmtp': {
      const form = method.rcptTo ? 'lmtp STRING rcpt-to' : 'lmtp STRING';
      return scribe.clause('method.lmtp', form, scribe.word(method.destination));
    }
    case 'mda':
      return scribe.clause('method.mda', 'mda STRING', scribe.word(method.command));
    case 'mbox':
    case 'forward-only':
    case 'expand-only':
      return scribe.clause(`method.${method.type}`, method.type);
  }
}

function relay(scribe: Scribe, action: RelayAction): Fragment[] {
  const head = scribe.clause('method.relay', 'relay');
  const wanted = relayOptions(scribe, action);
  return wanted.length === 0 ? [head] : [head, ...wanted];
}

/** A credentials table may stand only after the smarthost it is for. */
function relayOptions(scribe: Scribe, action: RelayAction): Fragment[] {
  const { smarthost, auth, source, tls, backup } = action;
  const plain = (...parts: Fragment[]): Orderable[] => parts.map((part) => ({ defines: [], ...part }));
  const smarthosts = smarthost
    ? scribe.tableClause(
        smarthost.byDomain ? 'relay.domain' : 'relay.host',
        smarthost.byDomain ? 'domain TABLE' : 'host TABLE',
        smarthost.table,
      )
    : [];
  if (auth !== undefined && !smarthost) scribe.complain('"auth" cannot be written without a smarthost');
  if (source !== undefined && isMapping(scribe, source)) {
    scribe.need('mapping-as-source', '"src" with a mapping cannot be written');
  }
  return inOrder([
    ...plain(
      ...scribe.wordClause('relay.helo', 'helo STRING', action.helo),
      ...scribe.tableClause('relay.helo-src', 'helo-src TABLE', action.heloSource),
      ...scribe.tableClause('relay.src', 'src TABLE', source),
      ...scribe.wordClause('relay.mail-from', 'mail-from STRING', action.mailFrom),
      ...printBackup(scribe, backup),
    ),
    ...smarthosts.map((host) => ({ ...host, defines: ['smarthost'] })),
    ...plain(...(tls ? [scribe.clause('relay.tls', tls.verify ? 'tls' : 'tls no-verify')] : [])),
    ...scribe
      .tableClause('relay.auth', 'auth TABLE', auth)
      .map((one) => ({ defines: [], ...one, uses: [...one.uses, 'smarthost'] })),
    ...plain(
      ...scribe.wordClause('relay.pki', 'pki STRING', action.pki),
      ...scribe.wordClause('relay.ca', 'ca STRING', action.ca),
      ...scribe.wordClause('relay.ciphers', 'ciphers STRING', action.ciphers),
      ...scribe.wordClause('relay.protocols', 'protocols STRING', action.protocols),
      ...scribe.filterClause('relay.filter', action.filter),
      ...(action.srs ? [{ ...scribe.clause('relay.srs', 'srs'), uses: [nameKey('srs', '')] }] : []),
    ),
  ]);
}

function printBackup(scribe: Scribe, backup: RelayAction['backup']): Fragment[] {
  if (backup === undefined) return [];
  if (backup.mx === undefined) return [scribe.clause('relay.backup', 'backup')];
  return [scribe.clause('relay.backup', 'backup mx STRING', scribe.word(backup.mx))];
}

function isMapping(scribe: Scribe, table: string): boolean {
  return scribe.tableNamed(table)?.kind === 'hash';
}
