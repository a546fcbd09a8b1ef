import type { RefusalReason, TraceEvent } from '@smtpd-conf/engine';
import { type ExplainedNode, readNodes, targetName, wayTo } from './expansion-nodes.js';

/** Why an expansion ended at a name, in words. */
const REASONS: Readonly<Record<Exclude<RefusalReason, 'too-deep' | 'nothing-left'>, (name: string) => string>> = {
  'rules-failed': (name) => `the rules cannot be decided for ${name} for now`,
  'no-rule': (name) => `no rule takes ${name}`,
  rejected: (name) => `a rule rejects ${name}`,
  'virtual-failed': (name) => `the virtual table cannot be asked about ${name}, or holds something that is no target`,
  'not-in-virtual': (name) => `the virtual table leads nowhere for ${name}`,
  'alias-failed': (name) => `the aliases cannot be asked about ${name}, or hold something that is no target`,
  'user-failed': (name) => `the user base cannot be asked about ${name}`,
  'unknown-user': (name) => `there is no user ${name}`,
  'forward-refused': (name) => `the .forward file of ${name} is not safe: its owner or its permissions are wrong`,
  'forward-unavailable': (name) => `the .forward file of ${name} cannot be opened for now`,
  'forward-unreadable': (name) =>
    `the .forward file of ${name} is too large, leads to too many names, or has a bad line`,
  'nowhere-to-forward': (name) => `the action only forwards, and ${name} has no .forward file`,
  'nothing-to-expand-to': (name) => `the action only expands, and ${name} leads nowhere else`,
  'target-of-root': (name) => `root's .forward file may lead to no file or command, and ${name} is one`,
  'target-on-forward-only': (name) => `the action only forwards to users and addresses, and ${name} is neither`,
  'error-target': (name) => `${name} refuses it`,
};

export type Refused = Extract<TraceEvent, { type: 'expand-refused' }>;

/** Why the expansion of a recipient was given up: where it ended, how it came there, and which names go round. */
export function explainRefusal(events: readonly TraceEvent[], { why, node }: Refused): string {
  const nodes = readNodes(events);
  const way = wayTo(nodes, node);
  if (why === 'nothing-left') {
    const rounds = roundsIn(nodes);
    return rounds.length === 0 ? 'nothing is left to deliver to' : `its names go round: ${rounds.join('; ')}`;
  }
  if (why === 'too-deep') {
    const round = roundOf(way);
    return round ? `its names go round: ${round}` : `it goes on through too many names: ${way.join(' -> ')}`;
  }
  const reason = REASONS[why](way.at(-1) ?? 'it');
  return way.length > 2 ? `${reason} (${way.join(' -> ')})` : reason;
}

/** Names that were dropped because they had led there: each way from such a name back to it. */
function roundsIn(nodes: ReadonlyMap<number, ExplainedNode>): string[] {
  return [...nodes.values()].flatMap(({ id, events }) =>
    events.flatMap((event) => {
      if (event.type !== 'expand-double') return [];
      const round = roundOf([...wayTo(nodes, id), targetName(event.target)]);
      return round === undefined ? [] : [round];
    }),
  );
}

/** The first part of a way that ends where it begins. */
function roundOf(way: readonly string[]): string | undefined {
  for (const [end, name] of way.entries()) {
    const start = way.indexOf(name);
    if (start < end) return way.slice(start, end + 1).join(' -> ');
  }
  return undefined;
}
