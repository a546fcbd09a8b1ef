import { type Finding, RULES, type Severity } from '@smtpd-conf/checker';
import type { RelatedPlace } from '@smtpd-conf/compiler';
import type { Snapshot } from '../snapshot.js';

export interface Diagnostic {
  readonly start: number;
  readonly end: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  /** Faded: nothing uses it. Struck through: it is from a grammar that is gone. */
  readonly tag: 'unused' | 'deprecated' | undefined;
  /** The rule's page; absent for errors of the daemon's own. */
  readonly href: string | undefined;
}

const PAGES = 'https://github.com/smtpd-conf/smtpd-conf/blob/main/docs/rules';
const DOCUMENTED: ReadonlySet<string> = new Set(RULES.map(({ meta }) => meta.id));

/** Every finding in the document, in its order. */
export function diagnostics(snapshot: Snapshot): readonly Diagnostic[] {
  return findingsIn(snapshot).map((finding) => {
    const { rule, severity, message, span, related } = finding;
    const { start, end } = visibleSpan(span, snapshot.source.text);
    const href = DOCUMENTED.has(rule) ? `${PAGES}/${rule}.md` : undefined;
    return { start, end, severity, code: rule, message, related, tag: tagOf(rule), href };
  });
}

/** The findings of the project that lie in this document. */
export function findingsIn({ project, source }: Snapshot): readonly Finding[] {
  return project.findings.filter(({ span }) => span.source === source);
}

/** An empty span shows nothing: it grows over the character beside it, or the first line. */
function visibleSpan({ start, end }: { start: number; end: number }, text: string): { start: number; end: number } {
  if (start < end) return { start, end };
  if (start === 0) {
    const line = text.indexOf('\n');
    return { start: 0, end: line === -1 ? text.length : line };
  }
  const after = text[start];
  return after === undefined || after === '\n' ? { start: start - 1, end: start } : { start, end: start + 1 };
}

function tagOf(rule: string): Diagnostic['tag'] {
  if (rule.includes('unused') || rule === 'rule-duplicate') return 'unused';
  return rule === 'legacy-grammar' ? 'deprecated' : undefined;
}
