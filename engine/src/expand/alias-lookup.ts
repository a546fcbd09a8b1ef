import { splitCommaList } from '../tables/values/comma-list.js';
import { type ExpandNode, parseExpandLine, parseExpandNode } from '../tables/values/expand-node.js';
import { perform, type Task } from '../task.js';
import { compareTargets, type ExpansionNode } from './expansion-node.js';
import type { ExpansionRun } from './expansion-run.js';
import { INCLUDE_LINES, logicalLines } from './logical-lines.js';

/** How many targets a table has for the first of `keys` that it knows; they hang below `node` then. */
export type AliasAnswer = number | 'failed';

/**
 * aliases.c: the targets of the first key that the table knows, put below a node under the node's rule. Nothing but files
 * to include that cannot be opened counts as not being in the table.
 */
export function* expandAliases(
  run: ExpansionRun,
  node: ExpansionNode,
  table: string,
  keys: readonly string[],
): Task<AliasAnswer> {
  for (const key of keys) {
    const answer = yield* run.lookup(node, table, 'alias', key);
    if (answer.outcome === 'not-found') continue;
    const targets = answer.outcome === 'found' ? parseExpandLine(answer.value ?? '', true) : undefined;
    return targets === undefined ? 'failed' : yield* insertAll(run, node, sortedSet(targets));
  }
  return 0;
}

function* insertAll(run: ExpansionRun, node: ExpansionNode, targets: readonly ExpandNode[]): Task<number> {
  let count = 0;
  for (const target of targets) {
    if (target.type !== 'include') run.insert(target, node);
    else if (!(yield* includeFile(run, node, target.path))) continue;
    count++;
  }
  return count;
}

/** In the order in which the tree of the looked up targets is walked, each once. */
function sortedSet(targets: readonly ExpandNode[]): ExpandNode[] {
  const sorted = [...targets].sort(compareTargets);
  return sorted.filter((target, at) => at === 0 || compareTargets(sorted[at - 1] as ExpandNode, target) !== 0);
}

/** aliases.c:aliases_expand_include. A line that cannot be read ends there, and the next one counts again. */
function* includeFile(run: ExpansionRun, node: ExpansionNode, path: string): Task<boolean> {
  const answer = yield* perform({ type: 'include-file', path });
  run.trace?.({ type: 'expand-include', node: node.id, path, outcome: answer.outcome });
  if (answer.outcome === 'absent') {
    // fopen(3) has failed.
    run.services.process.staleErrno = false;
    return false;
  }
  for (const line of logicalLines(answer.text, INCLUDE_LINES)) {
    for (const part of splitCommaList(line)) {
      const target = part === undefined ? undefined : parseExpandNode(part);
      if (target === undefined) break;
      if (target.type !== 'include') run.insert(target, node);
    }
  }
  return true;
}
