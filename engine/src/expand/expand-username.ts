import type { LocalAction } from '@smtpd-conf/compiler';
import { behaves } from '../behaviour.js';
import type { Task } from '../task.js';
import { lookUpUser } from '../users/look-up-user.js';
import { type AliasAnswer, expandAliases } from './alias-lookup.js';
import type { Refusal } from './delivery.js';
import { expandForward } from './expand-forward.js';
import type { ExpansionNode, NodeRule } from './expansion-node.js';
import type { ExpansionRun } from './expansion-run.js';
import { aliasKeys, virtualKeys } from './lookup-keys.js';
import { refusal } from './refusals.js';
import { submit } from './submit.js';

/**
 * A user name is an alias, or a user whose .forward says more, or a user who gets the mail. A name that came out of the
 * same name is not looked up as an alias again, and out of that user's own .forward it is delivered to.
 */
export function* expandUsername(run: ExpansionRun, node: ExpansionNode, name: string): Task<Refusal | undefined> {
  const rule = node.rule;
  if (rule?.action.type !== 'local') throw new Error('a user name under a rule without a local action');
  const aliases = node.sameUser ? 0 : yield* aliasesOf(run, node, rule.action, name);
  if (aliases === 'failed') return refusal('alias-failed', node.id);
  if (aliases > 0) return undefined;
  const username = takeSubAddress(run, node, name);
  const answer = yield* userOf(run, node, rule.action, username);
  if (answer.outcome !== 'found') return refusal(answer.outcome === 'failed' ? 'user-failed' : 'unknown-user', node.id);
  node.realUser = answer.user;
  return yield* deliverOrForward(run, node, rule, rule.action, username);
}

function* aliasesOf(run: ExpansionRun, node: ExpansionNode, action: LocalAction, name: string): Task<AliasAnswer> {
  if (action.alias !== undefined) return yield* expandAliases(run, node, action.alias, aliasKeys(name, run.delimiter));
  if (action.virtual === undefined) return 0;
  return yield* expandAliases(run, node, action.virtual, virtualKeys({ user: name, domain: '' }, run.delimiter));
}

/** The first delimiter ends the name; the node keeps what follows it. Its place in the tree does not change. */
function takeSubAddress(run: ExpansionRun, node: ExpansionNode, name: string): string {
  const at = name.indexOf(run.delimiter);
  if (at < 0) return name;
  const user = name.slice(0, at);
  node.subAddress = name.slice(at + 1);
  node.target = { type: 'username', user };
  return user;
}

function* userOf(run: ExpansionRun, node: ExpansionNode, action: LocalAction, username: string) {
  return yield* lookUpUser(run.lookup.bind(run, node), action.userbase, username, run.services.config.target);
}

function* deliverOrForward(
  run: ExpansionRun,
  node: ExpansionNode,
  rule: NodeRule,
  action: LocalAction,
  username: string,
): Task<Refusal | undefined> {
  if (node.sameUser && node.parent?.forwarded) {
    submit(run, node, rule);
    return undefined;
  }
  if (skipsForward(run, action, username)) {
    run.trace?.({ type: 'expand-forward', node: node.id, user: username, outcome: 'skipped' });
    submit(run, node, rule);
    return undefined;
  }
  return yield* expandForward(run, node, rule, action.method.type);
}

/** Mail that another user delivers does not ask the recipient's .forward. */
function skipsForward({ services }: ExpansionRun, { user }: LocalAction, username: string): boolean {
  const { version } = services.config.target;
  return user !== undefined && user !== username && behaves(version, 'action-user-skips-forward');
}
