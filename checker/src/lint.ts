import type { Analysis, Problem } from '@smtpd-conf/compiler';
import { existsIn, type Lifetime, type Source } from '@smtpd-conf/grammar';
import type { Finding, Severity } from './finding.js';
import { legacyFixes } from './fixes/legacy-fixes.js';
import type { LintMemory } from './memory/lint-memory.js';
import { problemFinding } from './problem-finding.js';
import { RULES } from './registry.js';
import type { Draft, OptionValues, Rule, RuleMeta } from './rule.js';
import { Subject } from './subject.js';

export interface LintOptions {
  /** By the id of a rule, or of a problem of the compiler; its own severity where nothing is said. */
  readonly severities?: ReadonlyMap<string, Severity | 'off'>;
  /** What settings say of rules' options, by the id of the rule. */
  readonly options?: ReadonlyMap<string, OptionValues>;
  /** All rules where absent. */
  readonly rules?: readonly Rule[];
  /** What the last check of the same configuration, with the same options, has left. */
  readonly memory?: LintMemory | undefined;
}

/**
 * Every finding in a configuration and the files that it includes, in the order of the files. Problems of the compiler
 * are findings too. A rule that crashes gives a finding `internal-error` and hides no other.
 */
export function lint(analysis: Analysis, options: LintOptions = {}): Finding[] {
  const { severities = new Map(), options: values = new Map(), rules = RULES, memory } = options;
  const subject = memory?.begin(analysis) ?? new Subject(analysis);
  const active = rules.filter(({ meta }) => severities.get(meta.id) !== 'off' && holdsFor(meta, subject));
  const findings = [...problemFindings(subject, active, memory), ...ruleFindings(subject, active, values, memory)];
  return inOrder(severities.size === 0 ? findings : leveledBy(severities, findings), subject);
}

function leveledBy(
  severities: ReadonlyMap<string, Severity | 'off'>,
  findings: readonly Finding[],
): readonly Finding[] {
  return findings.flatMap((finding) => {
    const severity = severities.get(finding.rule) ?? finding.severity;
    return severity === 'off' ? [] : [severity === finding.severity ? finding : { ...finding, severity }];
  });
}

/** Whether a rule has something to say for the target at all. */
function holdsFor({ versions, platforms }: RuleMeta, { target }: Subject): boolean {
  const lifetime: Lifetime = { since: '6.4.0', ...versions };
  return existsIn(lifetime, target.version) && (platforms?.includes(target.platform) ?? true);
}

/** Each problem in the words of the first rule that knows better, or in the compiler's. */
function problemFindings(subject: Subject, rules: readonly Rule[], memory: LintMemory | undefined): Finding[] {
  const { problems } = subject.analysis;
  const byProblem = new Map<Problem['id'], readonly Rule[]>();
  const rulesFor = (id: Problem['id']): readonly Rule[] => {
    const those = byProblem.get(id) ?? rules.filter((rule) => rule.problems.includes(id));
    byProblem.set(id, those);
    return those;
  };
  const claim = (problem: Problem): Finding => claimed(problem, rulesFor(problem.id), subject);
  const findings = problems.map((problem) => memory?.claim(problem, () => claim(problem)) ?? claim(problem));
  memory?.keepClaims(problems);
  return findings;
}

/** @param rules those that may know better */
function claimed(problem: Problem, rules: readonly Rule[], subject: Subject): Finding {
  for (const rule of rules) {
    try {
      const draft = rule.claim(problem, subject);
      if (draft) return { ...draft, severity: problem.severity };
    } catch (error) {
      return internalError(rule, error, subject);
    }
  }
  return problemFinding(problem, subject.main, legacyFixes(problem, subject));
}

function ruleFindings(
  subject: Subject,
  rules: readonly Rule[],
  values: ReadonlyMap<string, OptionValues>,
  memory: LintMemory | undefined,
): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    if (rule.needs === 'whole' && subject.broken) continue;
    const ask = (about: Subject): readonly Finding[] => foundBy(rule, about, values);
    for (const finding of memory?.findings(rule, subject, ask) ?? ask(subject)) findings.push(finding);
  }
  return findings;
}

function foundBy(rule: Rule, subject: Subject, values: ReadonlyMap<string, OptionValues>): readonly Finding[] {
  const findings: Finding[] = [];
  try {
    for (const draft of rule.check(subject, values.get(rule.meta.id))) findings.push(levelled(draft, rule));
  } catch (error) {
    findings.push(internalError(rule, error, subject));
  }
  return findings;
}

function levelled(draft: Draft, rule: Rule): Finding {
  return { ...draft, severity: rule.meta.severity };
}

function internalError(rule: Rule, error: unknown, subject: Subject): Finding {
  const text = error instanceof Error ? error.message : String(error);
  return {
    rule: 'internal-error',
    severity: 'error',
    message: `The rule ${rule.meta.id} failed: ${text}. What it would have found is missing here. Please report this together with the configuration.`,
    span: { source: subject.main, start: 0, end: 0 },
    related: [],
    fixes: [],
  };
}

/** File by file as they were opened, table files after them by name; in a file by place, and last what concerns all of it. */
function inOrder(findings: readonly Finding[], { analysis: { state } }: Subject): Finding[] {
  const files = new Map<Source, Finding[]>(state.files.map((_, index) => [state.sourceAt(index) as Source, []]));
  const others = new Map<Source, Finding[]>();
  for (const finding of findings) {
    const { source } = finding.span;
    const there = files.get(source) ?? others.get(source);
    if (there) there.push(finding);
    else others.set(source, [finding]);
  }
  const byName = [...others].sort(([a], [b]) => a.name.localeCompare(b.name)).map(([, found]) => found);
  return [...files.values(), ...byName].flatMap((found) => found.sort(byPlace));
}

function byPlace({ span: a }: Finding, { span: b }: Finding): number {
  const starts = startOf(a) - startOf(b);
  // Both concern all of the file.
  return (Number.isNaN(starts) ? 0 : starts) || a.end - b.end;
}

function startOf({ start, end }: Finding['span']): number {
  return end === 0 ? Number.POSITIVE_INFINITY : start;
}
