import type { Place } from '@smtpd-conf/compiler';
import type { Source, Span } from '@smtpd-conf/grammar';
import { knownRules } from '../known-rules.js';

/** Which lines a suppression is about. */
type Reach = 'next-line' | 'line' | 'file' | 'begin' | 'end';

/** A comment `# smtpd-lint disable…` */
export interface Suppression {
  readonly reach: Reach;
  /** Ids of rules; empty for all. */
  readonly rules: readonly string[];
  readonly reason: string | undefined;
  /** The last day, as YYYY-MM-DD, in UTC. */
  readonly until: string | undefined;
  readonly place: Place;
  /** The line of the comment, counting from 1. */
  readonly line: number;
  /** What cannot be understood in it. */
  readonly fault: string | undefined;
}

/** The comments of a file, in its order. */
export type CommentsOf = (source: Source) => readonly Span[];

const MARK = 'smtpd-lint';
const WORDS: Readonly<Record<string, Reach>> = {
  'disable-next-line': 'next-line',
  'disable-line': 'line',
  'disable-file': 'file',
  disable: 'begin',
  enable: 'end',
};

/** The suppressions in a file, in its order. `commentsOf` is asked of files only that may have one. */
export function suppressionsIn(source: Source, commentsOf: CommentsOf): readonly Suppression[] {
  if (!source.text.includes(MARK)) return [];
  return commentsOf(source).flatMap(({ start, end }) => {
    const text = source.text.slice(start, end);
    const match = /^#+[ \t]*smtpd-lint[ \t]+(\S+)(.*)$/s.exec(text);
    if (match === null) return [];
    const { line } = source.lines.positionAt(start);
    return [suppression(match[1] ?? '', match[2] ?? '', { source, start, end }, line)];
  });
}

/** `disable-next-line=RULE,RULE -- reason [until=DATE]` */
function suppression(head: string, rest: string, place: Place, line: number): Suppression {
  const [word = '', list] = head.split('=');
  const reach = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  const until = /\[?\buntil=(\S+?)\]?(?=\s|$)/.exec(rest)?.[1];
  const reason =
    /--\s*(.*)$/s
      .exec(rest)?.[1]
      ?.replace(/\s*\[?\buntil=\S+/, '')
      .trim() || undefined;
  const rules = (list ?? '').split(',').filter((rule) => rule !== '');
  return { reach: reach ?? 'line', rules, reason, until, place, line, fault: faultOf(word, reach, until, rules) };
}

function faultOf(
  word: string,
  reach: Reach | undefined,
  until: string | undefined,
  rules: readonly string[],
): string | undefined {
  if (reach === undefined) return `There is no "${word}"; there are ${Object.keys(WORDS).join(', ')}.`;
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until))
    return `"${until}" is no date; write it as 2027-01-31.`;
  const ids = knownIds();
  const unknown = rules.find((rule) => !ids.has(rule));
  return unknown === undefined ? undefined : `There is no rule "${unknown}"; \`smtpd-lint rules\` lists them.`;
}

function knownIds(): ReadonlySet<string> {
  return new Set(knownRules().map(({ id }) => id));
}
