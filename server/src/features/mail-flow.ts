import type { CompiledConfig, CompiledFilter, CompiledRule, Origin } from '@smtpd-conf/compiler';
import type { MailFlowEdge, MailFlowNodeKind } from '../requests.js';
import type { Snapshot } from '../snapshot.js';
import type { Project } from '../workspace/project.js';
import { errorsKnown } from '../workspace/unseen.js';
import type { Location } from './navigation.js';
import { ruleConditions } from './rule-sentence.js';

interface FlowNode {
  readonly id: string;
  readonly kind: MailFlowNodeKind;
  readonly label: string;
  readonly place: Location | undefined;
}

interface MailFlow {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly MailFlowEdge[];
  readonly refused: readonly FlowRefusal[];
}

interface FlowRefusal {
  readonly text: string;
  readonly place: Location | undefined;
}

/** The way of mail: from listeners through filters to the rules in their order, to actions and the tables they ask. */
export function mailFlow({ project }: Snapshot): MailFlow {
  const { config, state } = project.analysis;
  const nodes: FlowNode[] = [];
  const edges: MailFlowEdge[] = [];
  const placeOf = (origin: Origin | undefined): Location | undefined => {
    const source = origin && state.sourceAt(origin.file);
    return source && origin && { source, start: origin.start, end: origin.end };
  };
  const node = (id: string, kind: MailFlowNodeKind, label: string, origin?: Origin): string => {
    if (!nodes.some((one) => one.id === id)) nodes.push({ id, kind, label, place: placeOf(origin) });
    return id;
  };
  const edge = (from: string, to: string, label?: string): void => {
    edges.push(label === undefined ? { from, to } : { from, to, label });
  };
  const table = (name: string | undefined, from: string, label: string): void => {
    const found = config.tables.find((one) => one.name === name);
    if (found === undefined || found.origin === undefined || found.name.startsWith('<')) return;
    edge(from, node(`table ${found.name}`, 'table', found.name, found.origin), label);
  };

  const first = 'rule 1';
  for (const listener of listenersOf(config)) {
    const from = node(listener.id, 'listener', listener.label, listener.origin);
    const last = passFilters(listener.filter, from, config, node, edge);
    edge(last, first);
  }
  config.rules.forEach((rule, index) => {
    const id = node(`rule ${index + 1}`, 'rule', ruleLabel(rule, index, config), rule.origin);
    if (index + 1 < config.rules.length) edge(id, `rule ${index + 2}`, 'else');
    for (const [label, name] of rulesTables(rule)) table(name, id, label);
    if (rule.outcome.type === 'reject') edge(id, node('reject', 'reject', 'reject'));
    else edge(id, `action ${rule.outcome.action}`);
  });
  for (const action of config.actions) {
    const method = action.type === 'relay' ? 'relay' : action.method.type;
    const id = node(`action ${action.name}`, 'action', `${action.name}\n${method}`, action.origin);
    if (action.type === 'relay') {
      table(action.smarthost?.table, id, 'host');
      table(action.auth, id, 'auth');
    } else {
      table(action.alias, id, 'alias');
      table(action.virtual, id, 'virtual');
      table(action.userbase, id, 'userbase');
    }
  }
  return { nodes, edges, refused: refusals(project) };
}

/** Why the daemon takes nothing of the file, place by place: what stands there is no part of the way, or not all of it. */
function refusals({ analysis, seesSystem }: Project): readonly FlowRefusal[] {
  return errorsKnown(analysis, seesSystem).known.map(({ what, place }) => {
    if (place === undefined) return { text: what, place };
    const { source, start } = place;
    const file = source.name.split('/').at(-1);
    return { text: `${file}:${source.lines.positionAt(start).line}: ${what}`, place };
  });
}

interface FlowListener {
  readonly id: string;
  readonly label: string;
  readonly filter: string | undefined;
  readonly origin: Origin | undefined;
}

function listenersOf({ listeners, socket }: CompiledConfig): readonly FlowListener[] {
  return [
    ...listeners.map(({ address, port, tag, filter, origin }, index) => ({
      id: `listener ${index}`,
      label: `${address} port ${port}${tag === undefined ? '' : `\ntag ${tag}`}`,
      filter,
      origin,
    })),
    { id: 'listener socket', label: 'local socket', filter: socket.filter, origin: socket.origin },
  ];
}

function ruleLabel(rule: CompiledRule, index: number, config: CompiledConfig): string {
  // Where mail goes is what the edges say.
  return `${index + 1}. ${ruleConditions(rule, config)}`;
}

function rulesTables(rule: CompiledRule): readonly (readonly [label: string, table: string | undefined])[] {
  const { from, tag, helo, auth, mailFrom, rcptTo } = rule;
  return [
    ['from', from.table],
    ['for', rule.for.table],
    ['tag', tag?.table],
    ['helo', helo?.table],
    ['auth', auth?.table],
    ['mail-from', mailFrom?.table],
    ['rcpt-to', rcptTo?.table],
  ];
}

/** Chains the filters of a listener behind it; the last node. */
function passFilters(
  name: string | undefined,
  from: string,
  config: CompiledConfig,
  node: (id: string, kind: MailFlowNodeKind, label: string, origin?: Origin) => string,
  edge: (from: string, to: string, label?: string) => void,
): string {
  let last = from;
  for (const filter of flattened(name, config)) {
    const id = node(`filter ${filter.name}`, 'filter', filterLabel(filter), filter.origin);
    edge(last, id);
    if (filter.type === 'proc') {
      const proc = config.procs.find((one) => one.name === filter.proc);
      if (proc) edge(id, node(`proc ${proc.name}`, 'proc', proc.command, proc.origin));
    }
    last = id;
  }
  return last;
}

function filterLabel(filter: CompiledFilter): string {
  if (filter.type !== 'builtin') return filter.name;
  const { name, phase, condition, decision } = filter;
  return `${name}\n${phase}: ${condition.negated ? '!' : ''}${condition.type} ${decision.type}`;
}

function flattened(name: string | undefined, config: CompiledConfig): readonly CompiledFilter[] {
  const filter = config.filters.find((one) => one.name === name);
  if (filter === undefined) return [];
  return filter.type === 'chain' ? filter.filters.flatMap((one) => flattened(one, config)) : [filter];
}
