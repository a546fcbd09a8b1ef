import type { LocalMethod } from '@smtpd-conf/compiler';
import { parseExpandLine } from '../tables/values/expand-node.js';
import { perform, type Task } from '../task.js';
import type { UserInfo } from '../user-info.js';
import type { Refusal } from './delivery.js';
import type { ExpansionNode, NodeRule } from './expansion-node.js';
import type { ExpansionRun } from './expansion-run.js';
import { FORWARD_LINES, logicalLines } from './logical-lines.js';
import { refusal } from './refusals.js';
import { submit } from './submit.js';

/** MAX_FORWARD_SIZE and MAX_EXPAND_NODES; the second counts all nodes of the recipient, not those of the file. */
const TOO_LARGE = 4096;
const MOST_NODES = 100;

/** lka_session.c:lka_session_forward_reply: what the user's .forward says, or the user's own mailbox without one. */
export function* expandForward(
  run: ExpansionRun,
  node: ExpansionNode,
  rule: NodeRule,
  method: LocalMethod['type'],
): Task<Refusal | undefined> {
  const user = node.realUser as UserInfo;
  node.forwarded = true;
  const answer = yield* perform({ type: 'forward-file', user });
  const result = answer.outcome === 'text' ? readForward(run, node, answer.text) : answer.outcome;
  run.trace?.({ type: 'expand-forward', node: node.id, user: user.username, outcome: result });
  switch (result) {
    case 'text':
      return undefined;
    case 'refused':
      return refusal('forward-refused', node.id);
    case 'tempfail':
      return refusal('forward-unavailable', node.id);
    case 'unreadable':
      return refusal('forward-unreadable', node.id);
    case 'absent':
    case 'empty':
      if (method === 'forward-only') return refusal('nowhere-to-forward', node.id);
      if (method === 'expand-only') return refusal('nothing-to-expand-to', node.id);
      submit(run, node, rule);
      return undefined;
  }
}

/** forward.c:forwards_get; byte text. Files that add nothing new to the tree count as empty. */
function readForward(run: ExpansionRun, node: ExpansionNode, text: string): 'text' | 'empty' | 'unreadable' {
  if (text.length >= TOO_LARGE) return 'unreadable';
  const before = run.tree.count;
  for (const line of logicalLines(text, FORWARD_LINES)) {
    const targets = parseExpandLine(line, false);
    if (targets === undefined) return 'unreadable';
    for (const target of targets) run.insert(target, node);
    if (run.tree.count > MOST_NODES) return 'unreadable';
  }
  return run.tree.count > before ? 'text' : 'empty';
}
