import type { CompiledConfig } from '@smtpd-conf/compiler';
import type { MatchEvent, TraceEvent } from '@smtpd-conf/engine';
import { detail, type ExplainedLine } from './explained-line.js';
import { nearestEntry } from './nearest-entry.js';

type CriterionEvent = Extract<MatchEvent, { type: 'criterion' }>;

/** What explanations ask of where a configuration came from. */
export interface ConfigSources {
  /** The text of the line that a part begins on, without blanks around it; undefined where the file is not at hand. */
  line(file: number, line: number): string | undefined;
}

/** Rule by rule: the criterion that failed first, with the value seen and what the table has instead; and the rule taken. */
export function explainRules(
  config: CompiledConfig,
  sources: ConfigSources,
  events: readonly TraceEvent[],
  depth: number,
): ExplainedLine[] {
  const lines: ExplainedLine[] = [];
  let failed: CriterionEvent | undefined;
  for (const event of events) {
    switch (event.type) {
      case 'rule-entered':
        failed = undefined;
        lines.push(detail(ruleText(config, sources, event.rule), depth, event.origin));
        break;
      case 'criterion':
        if (event.verdict !== 'match') failed ??= event;
        break;
      case 'rule-left':
        lines.push(ruleVerdict(config, event, failed, depth + 1));
        break;
      case 'rules-decided':
        if (event.outcome === 'no-rule') lines.push({ text: 'no rule matches', depth, kind: 'bad' });
        break;
      default:
        break;
    }
  }
  return lines;
}

function ruleText(config: CompiledConfig, sources: ConfigSources, number: number): string {
  const origin = config.rules[number - 1]?.origin;
  if (!origin) return `rule ${number}`;
  const place = `${config.files[origin.file] ?? ''}:${origin.line}`;
  return `rule ${number} (${place}) ${sources.line(origin.file, origin.line) ?? ''}`.trimEnd();
}

function ruleVerdict(
  config: CompiledConfig,
  { rule, verdict }: Extract<MatchEvent, { type: 'rule-left' }>,
  failed: CriterionEvent | undefined,
  depth: number,
): ExplainedLine {
  if (verdict === 'match') {
    const outcome = config.rules[rule - 1]?.outcome;
    return outcome?.type === 'action'
      ? { text: `taken: action "${outcome.action}"`, depth, kind: 'good' }
      : { text: 'taken: reject', depth, kind: 'bad' };
  }
  if (!failed)
    return { text: verdict === 'tempfail' ? 'cannot be decided for now' : 'does not match', depth, kind: 'bad' };
  const kind = verdict === 'tempfail' ? 'bad' : 'detail';
  return {
    text: `${verdict === 'tempfail' ? 'cannot be decided' : 'not taken'}: ${whyNot(config, failed)}`,
    depth,
    kind,
  };
}

/** Why a criterion does not match: what was looked up, and the entry that comes nearest. */
export function whyNot(config: CompiledConfig, { criterion, negated, lookup, verdict }: CriterionEvent): string {
  const name = `${negated ? '!' : ''}${criterion}`;
  if (verdict === 'tempfail') {
    return criterion === 'tls'
      ? `${name} puts off every recipient that reaches it, whether the session has TLS or not`
      : `${name}: ${lookup ? `the lookup of "${lookup.key}" in ${tableName(lookup.table)} fails` : 'fails'}`;
  }
  if (!lookup) return `${name} does not hold for this session`;
  const where = tableName(lookup.table);
  if (lookup.result === 'found') return `${name}: "${lookup.key}" is in ${where} as "${lookup.entry ?? lookup.key}"`;
  const table = config.tables.find((one) => one.name === lookup.table);
  const near = nearestEntry(table, lookup.service, lookup.key);
  return `${name}: "${lookup.key}" is not in ${where}${near === undefined ? '' : `; nearest entry: "${near}"`}`;
}

/** `<name>` for all, and what people wrote themselves for tables that have no name. */
function tableName(name: string): string {
  if (name.startsWith('<dynamic')) return 'the list of the rule';
  return name.startsWith('<') ? name : `<${name}>`;
}
