import type { CompiledAction, CompiledConfig, CompiledRule, CompiledTable, RuleTest } from '@smtpd-conf/compiler';
import { code } from './markdown.js';

/** How what stands in the file is written within a sentence. */
type Write = (text: string) => string;

/** A rule as one sentence in Markdown, with what it implies spelled out. */
export function ruleSentence(rule: CompiledRule, config: CompiledConfig): string {
  return `${conditionsText(rule, config, code)}, ${outcomeText(rule, config, code)}.`;
}

/** The first half of that sentence, as plain text: which mail it is about. */
export function ruleConditions(rule: CompiledRule, config: CompiledConfig): string {
  return conditionsText(rule, config, (text) => text);
}

function conditionsText(rule: CompiledRule, config: CompiledConfig, write: Write): string {
  const tables = new Map(config.tables.map((table) => [table.name, table]));
  const list = (test: RuleTest): string => keysText(test, tables, write);
  const conditions = [
    ...(rule.tag ? [`${not(rule.tag)}tagged ${list(rule.tag)}`] : []),
    ...(rule.helo
      ? [`from a client that ${rule.helo.negated ? 'does not greet' : 'greets'} as ${list(rule.helo)}`]
      : []),
    ...(rule.auth ? [authText(rule.auth, list)] : []),
    ...(rule.tls ? [`${not(rule.tls)}under TLS`] : []),
    ...(rule.mailFrom ? [`with a sender ${rule.mailFrom.negated ? 'other than' : 'in'} ${list(rule.mailFrom)}`] : []),
    ...(rule.rcptTo ? [`to a recipient ${rule.rcptTo.negated ? 'other than' : 'in'} ${list(rule.rcptTo)}`] : []),
  ];
  const from = fromText(rule, list);
  const to = forText(rule, list);
  return `Mail ${[from, ...conditions].join(', ')}, ${to}`;
}

function not({ negated }: RuleTest): string {
  return negated ? 'not ' : '';
}

function fromText({ from }: CompiledRule, list: (test: RuleTest) => string): string {
  if (from.table === '<localhost>') return from.negated ? 'from anywhere but this host' : 'from this host';
  if (from.table === '<anyhost>') return from.negated ? 'from nowhere' : 'from anywhere';
  switch (from.type) {
    case 'socket':
      return from.negated ? 'that was not submitted on this host' : 'submitted on this host';
    case 'rdns':
      if (from.table === undefined) return `from clients ${from.negated ? 'without' : 'with'} a name in the DNS`;
      return `from clients whose name is ${from.negated ? 'not ' : ''}${list(from)}`;
    case 'src':
      return `from ${from.negated ? 'addresses other than ' : ''}${list(from)}`;
  }
}

function forText({ for: to }: CompiledRule, list: (test: RuleTest) => string): string {
  if (to.table === '<localnames>') return to.negated ? 'to any domain but this host' : 'to this host';
  if (to.table === '<anydestination>') return to.negated ? 'to no domain' : 'to any domain';
  return `to ${to.negated ? 'domains other than ' : ''}${list(to)}`;
}

function authText(auth: RuleTest, list: (test: RuleTest) => string): string {
  if (auth.table === undefined)
    return auth.negated ? 'from clients that did not log in' : 'from clients that logged in';
  return `from users ${auth.negated ? 'other than' : 'in'} ${list(auth)}`;
}

/** How many keys of a table written in place are named. */
const MOST_KEYS = 3;

function keysText({ table: name, regex }: RuleTest, tables: ReadonlyMap<string, CompiledTable>, write: Write): string {
  const table = name === undefined ? undefined : tables.get(name);
  const how = regex ? 'expressions ' : '';
  if (table === undefined || !table.name.startsWith('<dynamic:')) return how + write(`<${name ?? ''}>`);
  const keys = (table.entries ?? []).map(([key]) => write(`"${key}"`));
  const named = keys.slice(0, MOST_KEYS).join(', ');
  return keys.length > MOST_KEYS ? `${how}${named} and ${keys.length - MOST_KEYS} more` : how + named;
}

function outcomeText({ outcome }: CompiledRule, { actions }: CompiledConfig, write: Write): string {
  if (outcome.type === 'reject') return 'is refused';
  const action = actions.find(({ name }) => name === outcome.action);
  return `${actionText(action, write)} (action ${write(`"${outcome.action}"`)})`;
}

function actionText(action: CompiledAction | undefined, write: Write): string {
  if (action === undefined) return 'goes to an action that is not there';
  if (action.type === 'relay') {
    if (action.smarthost) return 'is relayed through a smarthost';
    return action.backup
      ? 'is relayed to a preferred exchanger, as a backup'
      : 'is relayed to the exchangers of its domain';
  }
  switch (action.method.type) {
    case 'mbox':
      return 'is delivered to the mailbox of the user';
    case 'maildir':
      return `is delivered to the maildir ${write(action.method.path ?? '~/Maildir')}`;
    case 'lmtp':
      return `is handed to ${write(action.method.destination)} by LMTP`;
    case 'mda':
      return 'is handed to a command';
    case 'forward-only':
      return 'is forwarded only';
    case 'expand-only':
      return 'is expanded only';
  }
}
