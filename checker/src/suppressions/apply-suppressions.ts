import { parse, type Source, type Version } from '@smtpd-conf/grammar';
import type { Finding, Fix, Severity } from '../finding.js';
import { removeComment } from '../fixes/edits.js';
import { type CommentsOf, type Suppression, suppressionsIn } from './parse-suppression.js';

export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string | undefined;
}

export interface Suppressed {
  /** Those that no comment suppresses, and those about the comments. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

export interface SuppressionOptions {
  readonly version: Version;
  /** YYYY-MM-DD, in UTC. */
  readonly today: string;
  /** As for `lint`. */
  readonly severities?: ReadonlyMap<string, Severity | 'off'>;
  /** For whom has read the files already. */
  readonly commentsOf?: CommentsOf;
}

/** The lines from `first` on, up to and including `last`, that a suppression is about. */
interface Active {
  readonly suppression: Suppression;
  readonly first: number;
  readonly last: number;
}

/**
 * Takes out the findings that comments in the files suppress. Comments that suppress nothing, that have expired or that
 * cannot be understood are findings themselves. A finding without a place is suppressed for a whole
 * file only.
 */
export function applySuppressions(
  findings: readonly Finding[],
  sources: readonly Source[],
  { version, today, severities = new Map(), commentsOf = commentsFor(version) }: SuppressionOptions,
): Suppressed {
  const all = sources.flatMap((source) => suppressionsIn(source, commentsOf));
  if (all.length === 0) return { findings, suppressed: [] };
  const active = activeOnes(all, today);
  const used = new Set<Suppression>();
  const kept: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const by = active.find((one) => concerns(one, finding));
    if (by === undefined) kept.push(finding);
    else {
      used.add(by.suppression);
      suppressed.push({ finding, reason: by.suppression.reason });
    }
  }
  // What is turned off cannot be found, so a comment that names it may have its use.
  const idle = ({ rules }: Suppression) => rules.length > 0 && rules.every((rule) => severities.get(rule) === 'off');
  const own = all
    .flatMap((one) => aboutSuppression(one, used.has(one) || idle(one), today))
    .flatMap((finding): Finding[] => {
      const severity = severities.get(finding.rule) ?? finding.severity;
      return severity === 'off' ? [] : [{ ...finding, severity }];
    });
  return { findings: own.reduce<readonly Finding[]>(withPlaced, kept), suppressed };
}

function commentsFor(version: Version): CommentsOf {
  return (source) => parse(source, { version }).ast.comments;
}

/** Among the findings of its file, by its place. */
function withPlaced(findings: readonly Finding[], one: Finding): readonly Finding[] {
  const { source, start } = one.span;
  const next = findings.findIndex(({ span }) => span.source === source && (span.start > start || span.end === 0));
  const last = findings.findLastIndex(({ span }) => span.source === source);
  return findings.toSpliced(next === -1 ? last + 1 || findings.length : next, 0, one);
}

function activeOnes(all: readonly Suppression[], today: string): Active[] {
  return all
    .filter((one) => one.fault === undefined && one.reach !== 'end' && !expired(one, today))
    .map((suppression) => ({ suppression, ...linesOf(suppression, all) }));
}

function linesOf(suppression: Suppression, all: readonly Suppression[]): Omit<Active, 'suppression'> {
  const { reach, line } = suppression;
  switch (reach) {
    case 'next-line':
      return { first: line + 1, last: line + 1 };
    case 'line':
      return { first: line, last: line };
    case 'file':
      return { first: 0, last: Number.POSITIVE_INFINITY };
    case 'begin':
    case 'end': {
      const end = all.slice(all.indexOf(suppression) + 1).find((other) => closes(other, suppression));
      return { first: line, last: end?.line ?? Number.POSITIVE_INFINITY };
    }
  }
}

function closes(other: Suppression, { place, rules }: Suppression): boolean {
  if (other.reach !== 'end' || other.place.source !== place.source) return false;
  return other.rules.length === 0 || other.rules.join() === rules.join();
}

function concerns({ suppression, first, last }: Active, { span, rule }: Finding): boolean {
  if (suppression.place.source !== span.source) return false;
  if (suppression.rules.length > 0 && !suppression.rules.includes(rule)) return false;
  const line = span.end === 0 ? 0 : span.source.lines.positionAt(span.start).line;
  return line >= first && line <= last;
}

const expired = ({ until }: Suppression, today: string): boolean => until !== undefined && until < today;

function aboutSuppression(one: Suppression, used: boolean, today: string): Finding[] {
  const finding = (
    rule: string,
    severity: Finding['severity'],
    message: string,
    fixes: readonly Fix[] = [],
  ): Finding[] => [{ rule, severity, message, span: one.place, related: [], fixes }];
  if (one.fault !== undefined)
    return finding('invalid-suppression', 'warning', `${one.fault} The comment suppresses nothing.`);
  if (expired(one, today)) {
    return finding(
      'expired-suppression',
      'warning',
      `This held until ${one.until}. Mend what it suppressed, or give it a later date.`,
    );
  }
  if (used || one.reach === 'end') return [];
  return finding(
    'unused-suppression',
    'warning',
    'Nothing is found here that this would suppress. Remove the comment.',
    [{ title: 'Remove the comment', safety: 'safe', edits: [removeComment(one.place)] }],
  );
}
