import type { Envelope, MailAddress } from '../envelope.js';
import { lowerCase } from '../tables/ascii.js';
import type { Task } from '../task.js';
import { expandAliases } from './alias-lookup.js';
import { decodeRecipient } from './decode-recipient.js';
import type { Refusal } from './delivery.js';
import type { ExpansionNode, NodeRule } from './expansion-node.js';
import type { ExpansionRun } from './expansion-run.js';
import { virtualKeys } from './lookup-keys.js';
import { refusal, rejected } from './refusals.js';
import { submit } from './submit.js';

/**
 * An address meets the rules, as an internal one unless it is the recipient's own. A remote action takes it; a local one
 * goes on with what its virtual table says, or with the local part as a user name.
 */
export function* expandAddress(
  run: ExpansionRun,
  node: ExpansionNode,
  written: MailAddress,
): Task<Refusal | undefined> {
  const internal = run.envelope.internal || node.parent !== undefined;
  const { envelope, address } = yield* decodeRecipient(run, node, { ...run.envelope, dest: written, internal });
  const rule = yield* ruleFor(run, node, envelope);
  if ('outcome' in rule) return rule;
  node.rule = rule;
  if (rule.action.type === 'relay') submit(run, node, rule);
  else if (rule.action.virtual !== undefined) return yield* expandVirtual(run, node, rule.action.virtual, address);
  else run.insert({ type: 'username', user: lowerCase(address.user) }, node);
  return undefined;
}

function* ruleFor(run: ExpansionRun, node: ExpansionNode, envelope: Envelope): Task<NodeRule | Refusal> {
  const { matchRules, process, actionOf } = run.services;
  const verdict = yield* matchRules(envelope);
  switch (verdict.outcome) {
    case 'tempfail':
      process.staleErrno = true;
      return refusal('rules-failed', node.id);
    case 'no-rule':
      process.staleErrno = false;
      return refusal('no-rule', node.id);
    case 'reject':
      return rejected(node.id, process.staleErrno);
    case 'action':
      return { number: verdict.rule, action: actionOf(verdict.rule) };
  }
}

function* expandVirtual(
  run: ExpansionRun,
  node: ExpansionNode,
  table: string,
  address: MailAddress,
): Task<Refusal | undefined> {
  const count = yield* expandAliases(run, node, table, virtualKeys(address, run.delimiter));
  if (count === 'failed') return refusal('virtual-failed', node.id);
  return count === 0 ? refusal('not-in-virtual', node.id) : undefined;
}
