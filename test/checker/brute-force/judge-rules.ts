import { type Finding, lint } from '@smtpd-conf/checker';
import type { CompiledConfig, CompiledRule } from '@smtpd-conf/compiler';
import { createRuleset, createTables, type Envelope, runTask } from '@smtpd-conf/engine';
import type { Version } from '@smtpd-conf/grammar';
import { analyzeExample } from '../examples.js';
import { envelopes, FOREIGN_DOMAIN, noAnswer, openTags, STRANGER } from './envelopes.js';

/** The rules that say of a rule that no mail reaches it. */
export const UNREACHABLE = ['rule-shadowed', 'rule-duplicate', 'rule-after-catchall-reject', 'rule-never-matches'];
/** Rules that name a part of a rule that nothing has. */
const EXPLAINING = ['tag-undefined', 'match-tls-tempfail'];
export const OPEN_RELAY = ['open-relay-any', 'open-relay-weak-criterion', 'open-relay-negation'];

/** What the checker says of the rules of a configuration, beside what the engine does with every envelope. */
export interface Judged {
  readonly rules: number;
  readonly envelopes: number;
  /** Lines of rules that are said to be unreachable, and were chosen: false alarms. */
  readonly reachedAlarms: readonly string[];
  /** Rules that no envelope chose and that nothing was said of, by why. */
  readonly unreachedMisses: readonly Miss[];
  readonly unreachable: number;
  /** Unreachable rules in which another rule finds why, such as a tag that no listener has. */
  readonly saidOtherwise: number;
  /** Lines of rules that are said to be an open relay, and relay for no stranger: false alarms. */
  readonly closedAlarms: readonly string[];
  /** Lines of rules that relay for strangers and that nothing was said of. */
  readonly openMisses: readonly string[];
  readonly open: number;
}

export interface Miss {
  readonly line: string;
  /**
   * `nothing`: it matches no envelope even alone; `one`: one rule above matches all that it matches; `several`: only several
   * together do; `deferred`: what it matches is deferred above, by a criterion that cannot be answered.
   */
  readonly why: 'nothing' | 'one' | 'several' | 'deferred';
}

/** Undefined where the configuration is refused. */
export function judgeRules(text: string, version: Version): Judged | undefined {
  const analysis = analyzeExample({ text }, { version });
  if (analysis.problems.some(({ severity }) => severity === 'error')) return undefined;
  const { config } = analysis;
  const found = lint(analysis);
  const said = (ids: readonly string[]) => new Set(found.filter(({ rule }) => ids.includes(rule)).map(lineOf));
  const [dead, open] = [said(UNREACHABLE), said(OPEN_RELAY)];
  const other = new Set(found.filter(({ rule }) => EXPLAINING.includes(rule)).map(lineOf));
  const lines = text.split('\n');
  const lineText = ({ origin }: CompiledRule) => lines[origin.line - 1] ?? '';
  const seen = play(config);
  const isDead = (_: CompiledRule, at: number) => !seen.chosen.has(at + 1);
  const isSaid = (set: ReadonlySet<number>) => (rule: CompiledRule) => set.has(rule.origin.line);
  return {
    rules: config.rules.length,
    envelopes: seen.envelopes,
    reachedAlarms: config.rules.filter((rule, at) => isSaid(dead)(rule) && !isDead(rule, at)).map(lineText),
    unreachedMisses: config.rules.flatMap((rule, at) =>
      isDead(rule, at) && !isSaid(dead)(rule) && !isSaid(other)(rule)
        ? [{ line: lineText(rule), why: whyDead(config, at) }]
        : [],
    ),
    unreachable: config.rules.filter(isDead).length,
    saidOtherwise: config.rules.filter((rule, at) => isDead(rule, at) && !isSaid(dead)(rule) && isSaid(other)(rule))
      .length,
    closedAlarms: config.rules.filter((rule, at) => isSaid(open)(rule) && !seen.open.has(at + 1)).map(lineText),
    openMisses: config.rules.filter((rule, at) => seen.open.has(at + 1) && !isSaid(open)(rule)).map(lineText),
    open: seen.open.size,
  };
}

function lineOf({ span }: Finding): number {
  return span.source.text.slice(0, span.start).split('\n').length;
}

interface Played {
  readonly envelopes: number;
  /** Numbers of the rules that some envelope chose; from 1. */
  readonly chosen: ReadonlySet<number>;
  /** Those that relay mail of an unknown client, which has not authenticated, to a domain that nobody named. */
  readonly open: ReadonlySet<number>;
}

function play(config: CompiledConfig): Played {
  const ruleset = createRuleset(config, createTables(config));
  const relays = new Set(
    config.actions.filter((action) => action.type === 'relay' && !action.backup).map(({ name }) => name),
  );
  const tags = new Set(openTags(config));
  const chosen = new Set<number>();
  const open = new Set<number>();
  let count = 0;
  for (const envelope of envelopes(config)) {
    count++;
    const decision = runTask(ruleset.decide(envelope), noAnswer);
    if (decision.outcome === 'no-rule') continue;
    if (decision.outcome !== 'tempfail') chosen.add(decision.rule);
    const outcome = config.rules[decision.rule - 1]?.outcome;
    if (decision.outcome !== 'action' || outcome?.type !== 'action' || !relays.has(outcome.action)) continue;
    if (isStranger(envelope, tags)) open.add(decision.rule);
  }
  return { envelopes: count, chosen, open };
}

function isStranger({ source, tag, authenticated, internal, dest }: Envelope, tags: ReadonlySet<string>): boolean {
  return source === STRANGER && tags.has(tag) && !authenticated && !internal && dest.domain === FOREIGN_DOMAIN;
}

function whyDead(config: CompiledConfig, at: number): Miss['why'] {
  const rule = config.rules[at] as CompiledRule;
  const alone = matched(config, [rule]);
  if (alone.length === 0) return 'nothing';
  const above = config.rules.slice(0, at);
  if (above.some((other) => other.tls === undefined && alone.every((envelope) => decides(config, [other], envelope))))
    return 'one';
  return above.some(({ tls }) => tls !== undefined) ? 'deferred' : 'several';
}

function matched(config: CompiledConfig, rules: readonly CompiledRule[]): readonly Envelope[] {
  return [...envelopes(config)].filter((envelope) => decides(config, rules, envelope));
}

function decides(config: CompiledConfig, rules: readonly CompiledRule[], envelope: Envelope): boolean {
  const { outcome } = runTask(createRuleset({ ...config, rules }, createTables(config)).walk(envelope), noAnswer);
  return outcome === 'action' || outcome === 'reject';
}
