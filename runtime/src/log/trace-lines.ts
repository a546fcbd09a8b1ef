import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { ExpandNode, TracedLookup, TraceEvent } from '@smtpd-conf/engine';
import type { TraceSubsystem } from '../control/command.js';

/** What -T has to say of an event, and under which name; undefined for what the daemon does not trace. */
export function traceLine(
  session: string,
  event: TraceEvent,
  config: CompiledConfig,
): { readonly subsystem: TraceSubsystem; readonly text: string } | undefined {
  switch (event.type) {
    case 'rule-left':
      if (event.verdict !== 'match') return undefined;
      return { subsystem: 'rules', text: `rule #${event.rule} matched: ${placeOf(event.rule, config)}` };
    case 'rules-decided':
      return event.outcome === 'no-rule' ? { subsystem: 'rules', text: 'no rule matched' } : undefined;
    case 'criterion':
      return event.lookup ? { subsystem: 'lookup', text: lookupText('match', event.lookup, config) } : undefined;
    case 'expand-lookup':
    case 'dispatch-lookup':
      return { subsystem: 'lookup', text: lookupText('lookup', event.lookup, config) };
    case 'expand-turn':
      return undefined;
    case 'expand-node': {
      const { kind, text } = nodeText(event.target);
      const where = `[depth=${event.depth}, sameuser=${event.sameUser ? 1 : 0}]`;
      return { subsystem: 'expand', text: `expand: lka_expand: ${kind}: ${text} ${where}` };
    }
    case 'filter-action': {
      const filter = event.filter === undefined ? '' : `, filter=${event.filter}`;
      const response = event.response === undefined ? '' : `, response=${event.response}`;
      const text = `${session} filters protocol phase=${event.phase}, action=${event.action}${filter}, query=${event.query}${response}`;
      return { subsystem: 'filters', text };
    }
    case 'client-line':
      return { subsystem: 'smtp', text: `smtp: ${session}: <<< ${event.line}` };
    case 'reply':
      return { subsystem: 'smtp', text: `smtp: ${session}: >>> ${event.line}` };
    default:
      return undefined;
  }
}

/** table.c:table_lookup. */
function lookupText(what: 'match' | 'lookup', lookup: TracedLookup, config: CompiledConfig): string {
  const backend = config.tables.find(({ name }) => name === lookup.table)?.backend ?? 'static';
  const head = `lookup: ${what} "${lookup.key}" as ${lookup.service} in table ${backend}:${lookup.table}`;
  if (lookup.result === 'failed') return `${head} -> error`;
  if (lookup.result === 'not-found') return `${head} -> none`;
  return `${head} -> ${what === 'match' || lookup.entry === undefined ? 'true' : `"${lookup.entry}"`}`;
}

function placeOf(rule: number, config: CompiledConfig): string {
  const origin = config.rules[rule - 1]?.origin;
  return origin === undefined ? '' : `${config.files[origin.file] ?? ''}:${origin.line}`;
}

function nodeText(node: ExpandNode): { readonly kind: string; readonly text: string } {
  switch (node.type) {
    case 'username':
      return { kind: 'username', text: node.user };
    case 'address':
      return { kind: 'address', text: `${node.address.user}@${node.address.domain}` };
    case 'filename':
    case 'include':
      return { kind: node.type, text: node.path };
    case 'filter':
      return { kind: 'filter', text: node.command };
    case 'error':
      return { kind: 'error', text: node.reply };
  }
}
