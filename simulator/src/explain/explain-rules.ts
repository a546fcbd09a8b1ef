import type { CompiledConfig } from '@smtpd-conf/compiler';
import {
  createTables,
  type MatchEvent,
  nearestEntry,
  type Tables,
  type TraceEvent,
  type WhyNot,
} from '@smtpd-conf/engine';
import { detail, type ExplainedLine } from './explained-line.js';

type CriterionEvent = Extract<MatchEvent, { type: 'criterion' }>;

/** What explanations ask of where a configuration came from. */
export interface ConfigSources {
  /** The text of the line that a part begins on, without blanks around it; undefined where the file is not at hand. */
  line(file: number, line: number): string | undefined;
}

/** What is explained: a configuration, its files, and its tables as the engine has them. */
export interface Explained {
  readonly config: CompiledConfig;
  readonly sources: ConfigSources;
  readonly tables: Tables;
}

export function explained(config: CompiledConfig, sources: ConfigSources): Explained {
  return { config, sources, tables: createTables(config) };
}

/** Rule by rule: the criterion that failed first, with the value seen and what the table has instead; and the rule taken. */
export function explainRules(about: Explained, events: readonly TraceEvent[], depth: number): ExplainedLine[] {
  const lines: ExplainedLine[] = [];
  let failed: CriterionEvent | undefined;
  for (const event of events) {
    switch (event.type) {
      case 'rule-entered':
        failed = undefined;
        lines.push(detail(ruleText(about, event.rule), depth, event.origin));
        break;
      case 'criterion':
        if (event.verdict !== 'match') failed ??= event;
        break;
      case 'rule-left':
        lines.push(ruleVerdict(about, event, failed, depth + 1));
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

function ruleText({ config, sources }: Explained, number: number): string {
  const origin = config.rules[number - 1]?.origin;
  if (!origin) return `rule ${number}`;
  const place = `${config.files[origin.file] ?? ''}:${origin.line}`;
  return `rule ${number} (${place}) ${sources.line(origin.file, origin.line) ?? ''}`.trimEnd();
}

function ruleVerdict(
  about: Explained,
  { rule, verdict }: Extract<MatchEvent, { type: 'rule-left' }>,
  failed: CriterionEvent | undefined,
  depth: number,
): ExplainedLine {
  if (verdict === 'match') {
    const outcome = about.config.rules[rule - 1]?.outcome;
    return outcome?.type === 'action'
      ? { text: `taken: action "${outcome.action}"`, depth, kind: 'good' }
      : { text: 'taken: reject', depth, kind: 'bad' };
  }
  if (!failed)
    return { text: verdict === 'tempfail' ? 'cannot be decided for now' : 'does not match', depth, kind: 'bad' };
  const kind = verdict === 'tempfail' ? 'bad' : 'detail';
  return {
    text: `${verdict === 'tempfail' ? 'cannot be decided' : 'not taken'}: ${whyNot(about, failed)}`,
    depth,
    kind,
  };
}

/** Why a criterion does not match: what was looked up, and the entry that comes nearest. */
function whyNot({ tables }: Explained, { criterion, negated, lookup, verdict }: CriterionEvent): string {
  const name = `${negated ? '!' : ''}${criterion}`;
  if (verdict === 'tempfail') {
    return criterion === 'tls'
      ? `${name} puts off every recipient that reaches it, whether the session has TLS or not`
      : `${name}: ${lookup ? `the lookup of "${lookup.key}" in ${tableName(lookup.table)} fails` : 'fails'}`;
  }
  if (!lookup) return `${name} does not hold for this session`;
  const where = tableName(lookup.table);
  if (lookup.result === 'found') return `${name}: "${lookup.key}" is in ${where} as "${lookup.entry ?? lookup.key}"`;
  const near = nearestEntry(tables, lookup.table, lookup.service, lookup.key);
  const hint = near ? `; nearest entry: "${near.entry}"${HINTS[near.why]}` : '';
  return `${name}: "${lookup.key}" is not in ${where}${hint}`;
}

const HINTS: Readonly<Record<WhyNot, string>> = {
  'wildcard-ends-at-first-dot': ', whose * ends at the first dot',
  'wildcard-needs-a-label': ', whose * wants a name in its place',
  'no-wildcard': ', which takes no names below it',
  'other-user': ', which is for another user',
  'other-domain': ', which is for another domain',
  'other-sub-address': ', which asks for a sub-address',
  'other-network': '',
  'no-network': ', which is text and no network',
  'spelled-differently': '',
};

/** `<name>` for all, and what people wrote themselves for tables that have no name. */
function tableName(name: string): string {
  if (name.startsWith('<dynamic')) return 'the list of the rule';
  return name.startsWith('<') ? name : `<${name}>`;
}
