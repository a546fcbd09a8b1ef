import { type Example, type Finding, knownRules } from '@smtpd-conf/checker';
import { KEYWORDS, type Version } from '@smtpd-conf/grammar';
import { filesOf, newestFor } from '../examples.js';
import { findingsIn, type Ground } from './grounds.js';

/** A known mistake: an example of it, and the rule that has to find it. */
export interface Fault {
  readonly id: string;
  readonly bad: Example;
  readonly version: Version;
}

/** Rules about what the whole file lacks: another file may have it. */
const NOT_PLANTED: ReadonlySet<string> = new Set([
  'login-no-outbound',
  'no-local-outbound',
  'junk-no-effect',
  'no-rules',
]);
/** What cannot be read to its end takes the lines below with it; see mutations.ts for those. */
const OPEN_ENDED: ReadonlySet<string> = new Set([
  'unterminated-string',
  'macro-undefined',
  'macro-name',
  'encoding',
  'invalid-number',
]);

/** The bad example of every rule and of every error of the daemon that has one. */
export const FAULTS: readonly Fault[] = knownRules().flatMap((rule) => {
  const { id, bad, category, platforms } = rule;
  if (bad === undefined || category === 'checker' || NOT_PLANTED.has(id) || OPEN_ENDED.has(id)) return [];
  return (platforms?.includes('linux') ?? true)
    ? [{ id, bad, version: newestFor({ ...(rule.versions ? { versions: rule.versions } : {}) }) }]
    : [];
});

export type Outcome =
  | { readonly type: 'found' | 'clash'; readonly why?: undefined }
  | { readonly type: 'missed' | 'new-errors'; readonly why: string };

/** What another file may have that makes the mistake none. */
const MADE_RIGHT: Readonly<Record<string, RegExp>> = { 'auth-without-auth-listener': /^listen .*\bauth/m };

/** Names that a statement defines or uses, and those that nothing defines, which the file may. */
const NAMED = /(?:\b(?:action|table|filter|pki|ca|proc|wrapper|tag)\s+"?|<)([A-Za-z][\w-]*)/g;

/** Plants a mistake above an accepted file, under names of its own, and looks what is found there. */
export function plant({ id, bad, version }: Fault, ground: Ground): Outcome {
  const names = [...bad.text.matchAll(NAMED)].map(([, name = '']) => name).filter((name) => !KEYWORDS.has(name));
  const sown = names.reduce(
    (so, name) => so.replace(new RegExp(`(?<![\\w./@:-])${name}(?![\\w./@:=-])`, 'g'), `${name}sown`),
    own(bad.text),
  );
  const files = filesOf(bad);
  const isOf = (one: Finding): boolean => one.rule === id;
  const alone = findingsIn(sown, ground, version, files).filter(isOf).map(placed);
  const clean = findingsIn(ground.text, ground, version, files).filter(isError);
  const after = findingsIn(sown + ground.text, ground, version, files);
  // They cannot both listen there, or the host of the file has what makes it right, or the file is of another release.
  const clash =
    after.some(({ rule }) => rule === 'listen-duplicate' && id !== rule) ||
    alone.length === 0 ||
    MADE_RIGHT[id]?.test(ground.text);
  if (clash || clean.length > 0) return { type: 'clash' };
  const found = new Set(after.filter(isOf).map(placed));
  if (!alone.every((place) => found.has(place))) return { type: 'missed', why: alone.join(' ') };
  const later = after.filter(
    (one) => isError(one) && one.span.source.name === 'smtpd.conf' && one.span.start >= sown.length,
  );
  return later.length === 0 ? { type: 'found' } : { type: 'new-errors', why: later.map(({ rule }) => rule).join(', ') };
}

/** Under domains of its own too: what stands below may have rules for the same ones. */
const own = (text: string): string => text.replace(/(?<![\w-]|\w\.)example\.(org|net)/g, 'sown-example.$1');

const isError = ({ severity }: Finding): boolean => severity === 'error';
const placed = ({ span }: Finding): string => `${span.source.name}:${span.start}-${span.end}`;
