import type { ClauseNode, LegacyActionId, RuleStatement } from '@smtpd-conf/grammar';
import { behaves } from '../behaviour.js';
import type { LegacyRuleEntry, LoweredRule, Session } from '../legacy/legacy-rule.js';
import type { CompileState } from '../state.js';
import { wordOf } from '../statement-context.js';
import { clauseText } from './clause-text.js';
import type { Replacement } from './replacement.js';
import { literal, ValueWriter } from './word-text.js';

/** An accept or reject rule as an action, where it is the first to need it, and match rules. */
export function ruleText(statement: RuleStatement, state: CompileState): Replacement {
  const entry = state.legacyRules.find(({ rule }) => rule.statement === statement);
  const lowered = entry?.lowered;
  if (entry === undefined || lowered === undefined) {
    return { lines: undefined, notes: ['this rule has an error and is left as it is'] };
  }
  const writer = new ValueWriter(statement, state.target.version);
  if (lowered.sessions.length === 0) {
    return {
      lines: [],
      notes: ['this rule asked for a login and for another source than this host, and matched nothing'],
    };
  }
  const action = lowered.definesAction ? actionText(entry, lowered, writer, state) : { lines: [], notes: [] };
  const matches = lowered.sessions.map((session) => matchText(statement, lowered, session, writer, state));
  return { lines: [...action.lines, ...matches], notes: action.notes };
}

function matchText(
  statement: RuleStatement,
  lowered: LoweredRule,
  session: Session,
  writer: ValueWriter,
  state: CompileState,
): string {
  const auth = { any: [], yes: ['auth'], no: ['!auth'] }[session.auth];
  const from = session.from === 'any' ? ['from any'] : [];
  const criteria = statement.criteria.flatMap((clause) => {
    if (clause.id === 'match.auth') return [];
    if (session.from === 'any' && clause.id.startsWith('match.from-')) return [];
    return [`${clause.negation ? '!' : ''}${clauseText(clause, writer, state.target.version)}`];
  });
  const outcome = lowered.action === undefined ? 'reject' : `action ${quoted(lowered.action)}`;
  return ['match', ...auth, ...from, ...criteria, outcome].join(' ');
}

/** Names of actions stand in quotes, as the manual has them. */
function quoted(name: string): string {
  const written = literal(name);
  return written.startsWith('"') ? written : `"${written}"`;
}

function actionText(
  { rule }: LegacyRuleEntry,
  { action = '' }: LoweredRule,
  writer: ValueWriter,
  state: CompileState,
): { lines: readonly string[]; notes: readonly string[] } {
  const { version } = state.target;
  const notes: string[] = [];
  const options: string[] = [];
  let ttl: string | undefined;
  for (const clause of rule.statement.action) {
    if (clause.context === 'legacy-method' || clause.id === 'method.forward-only') continue;
    if (clause.id === 'action.ttl') ttl = clauseText(clause, writer, version);
    else options.push(...optionText(clause, rule, writer, state, notes));
  }
  if (ttl === undefined && rule.queueTtl !== state.queueTtl) ttl = `ttl ${rule.queueTtl}s`;
  const method = methodText(rule, writer, version, notes);
  return { lines: [['action', quoted(action), ...method, ...options, ...(ttl ? [ttl] : [])].join(' ')], notes };
}

/** How it delivers, with what a url says of the smarthost. */
function methodText(
  { statement, delivery, forwardOnly }: LegacyRuleEntry['rule'],
  writer: ValueWriter,
  version: CompileState['target']['version'],
  notes: string[],
): string[] {
  if (delivery.type === 'none') return [forwardOnly ? 'forward-only' : 'expand-only'];
  const clause = statement.action.find(({ context }) => context === 'legacy-method') as ClauseNode;
  if (delivery.type === 'local') {
    if (clause.id === 'method.mbox' && clause.value)
      notes.push('the mailbox was never where the path said: mbox is /var/mail');
    return clause.id === 'method.mbox' ? ['mbox'] : [clauseText(clause, writer, version)];
  }
  const { via, backup } = delivery;
  if (via?.inexact) notes.push(via.inexact);
  const tls = via?.tls ?? delivery.tls;
  const exchanger = via?.backup ?? backup;
  return [
    'relay',
    ...(exchanger === undefined ? [] : [exchanger === '' ? 'backup' : `backup mx ${literal(exchanger)}`]),
    ...(via?.host === undefined ? [] : [`host ${literal(via.host)}`]),
    ...(tls ? [tls.verify ? 'tls' : 'tls no-verify'] : []),
  ];
}

function optionText(
  clause: ClauseNode<LegacyActionId>,
  { delivery }: LegacyRuleEntry['rule'],
  writer: ValueWriter,
  state: CompileState,
  notes: string[],
): string[] {
  const { version } = state.target;
  switch (clause.id) {
    case 'relay.backup':
    case 'relay.tls':
      return [];
    case 'relay.mail-from': {
      const sender = delivery.type === 'relay' ? delivery.mailFrom : undefined;
      if (sender === undefined || sender === wordOf(clause)) return [clauseText(clause, writer, version)];
      notes.push('the host name, which was filled in at each start, is that of this machine');
      return [`mail-from ${literal(sender)}`];
    }
    case 'local.user':
      if (delivery.type === 'local' && delivery.method.type === 'lmtp' && behaves(version, 'lmtp-as-daemon')) {
        notes.push("lmtp deliveries of this release run as the daemon's user and take no other");
        return [];
      }
      return [clauseText(clause, writer, version)];
    case 'local.alias':
    case 'local.virtual': {
      const { value } = clause;
      const named = value?.kind === 'word' && state.tables.find(value.token.text) !== undefined;
      const word = clause.id.slice('local.'.length);
      return [named ? `${word} <${value.token.text}>` : clauseText(clause, writer, version)];
    }
    default:
      return [clauseText(clause, writer, version)];
  }
}
