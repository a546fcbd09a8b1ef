import type { Finding } from '@smtpd-conf/checker';
import { analyze } from '@smtpd-conf/compiler';
import { keywordOf, NEWEST, Source, type Token } from '@smtpd-conf/grammar';
import { findingsIn, type Ground } from './grounds.js';
import type { Outcome } from './plant.js';

/** A change that makes an accepted file one that the daemon refuses. */
export interface Mutation {
  readonly name: string;
  /** Any of these has to say so. */
  readonly rules: readonly string[];
  /** What to write instead of a token; undefined where it makes no mistake of it. */
  change(token: Token, before: Token | undefined, text: string): string | undefined;
  /** The finding may stand at a word behind, and the rest of the file be lost: the mistake has no end. */
  readonly openEnded?: true;
  /** What the finding says, where it proposes something. */
  says?(token: Token): RegExp;
}

const word = (token: Token | undefined): string => (token === undefined || token.quoted ? '' : token.text);
const isName = (token: Token): boolean => keywordOf(token.type) === undefined && /^[\w.-]+$/.test(token.text);
/** Without its last letter but one: "maidir" is no other word. */
const typo = (text: string): string => text.slice(0, -2) + text.slice(-1);

const UNDEFINED_AFTER: Readonly<Record<string, string>> = {
  pki: 'undefined-pki',
  ca: 'undefined-ca',
  filter: 'undefined-filter',
  wrapper: 'undefined-wrapper',
};

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'a typing mistake in the first word',
    rules: ['keyword-misspelled'],
    change: (token, before) =>
      before === undefined && keywordOf(token.type) !== undefined && token.text.length > 4
        ? typo(token.text)
        : undefined,
    says: ({ text }) => new RegExp(`"?${text}"?`),
  },
  {
    name: 'a typing mistake in another word',
    rules: ['keyword-misspelled'],
    change: (token, before) =>
      before !== undefined && keywordOf(token.type) !== undefined && token.text.length > 4
        ? typo(token.text)
        : undefined,
    says: ({ text }) => new RegExp(text),
  },
  {
    name: 'a table that is not there',
    rules: ['undefined-table', 'name-misspelled'],
    change: (token, before) => (before?.text === '<' && isName(token) ? `"${token.text}x"` : undefined),
  },
  {
    name: 'an action that is not there',
    rules: ['undefined-action', 'name-misspelled', 'forward-reference'],
    change: (token, before, text) =>
      word(before) === 'action' && /^[ \t]*match/m.test(lineOf(text, token)) ? `"${token.text}x"` : undefined,
  },
  ...Object.entries(UNDEFINED_AFTER).map(
    ([after, rule]): Mutation => ({
      name: `a ${after} that is not there`,
      rules: [rule, 'name-misspelled', 'forward-reference'],
      change: (token, before, text) =>
        word(before) === after && /^[ \t]*(listen|action)/.test(lineOf(text, token)) && token.text !== '{'
          ? `"${token.text}x"`
          : undefined,
    }),
  ),
  {
    name: 'a port that there is not',
    rules: ['invalid-port'],
    change: (_, before) => (word(before) === 'port' ? '70000' : undefined),
  },
  {
    name: 'a number that is too large',
    rules: ['invalid-number'],
    change: (token) => (/^\d+$/.test(word(token)) ? '99999999999999999999' : undefined),
    openEnded: true,
  },
  {
    name: 'a quote that is never closed',
    rules: ['unterminated-string', 'quote-spans-lines', 'syntax-error', 'macro-undefined', 'string-too-long'],
    change: (token) => (token.quoted ? token.source.text.slice(token.start, token.end - 1) : undefined),
    openEnded: true,
  },
  {
    name: 'a brace that is never closed',
    rules: ['syntax-error', 'multiline-braces-version', 'legacy-grammar'],
    change: (token) => (token.text === '}' && !token.quoted ? '' : undefined),
    openEnded: true,
  },
  {
    name: 'a word too much',
    rules: ['syntax-error', 'needs-quotes', 'duplicate-option', 'filter-multi-condition', 'conflicting-options'],
    change: (token) => (keywordOf(token.type) !== undefined ? `${token.text} ${token.text}` : undefined),
  },
];

/** A place in a file where a mutation makes a mistake. */
export interface Spot {
  readonly token: Token;
  readonly written: string;
}

export function spotsOf({ change }: Mutation, { text, world, platform }: Ground): readonly Spot[] {
  const { statements } = analyze(new Source('smtpd.conf', text), world, { version: NEWEST, platform });
  return statements.flatMap(({ tokens }) =>
    tokens.flatMap((token, at) => {
      if (token.source.name !== 'smtpd.conf' || token.expandedFrom !== undefined) return [];
      const written = change(token, tokens[at - 1], text);
      return written === undefined ? [] : [{ token, written }];
    }),
  );
}

/** Makes the mistake, and looks what is found. */
export function mutate(mutation: Mutation, { token, written }: Spot, ground: Ground): Outcome {
  const { text } = ground;
  const mutated = text.slice(0, token.start) + written + text.slice(token.end);
  const errors = findingsIn(mutated, ground).filter(({ severity }) => severity === 'error');
  const end = token.start + written.length;
  const isHere = ({ span }: Finding): boolean =>
    mutation.openEnded
      ? span.end > token.start - LOOK_BACK
      : touches(mutated, span.start, token.start, end) || (span.start <= token.start && span.end >= end);
  const here = errors.filter((one) => mutation.rules.includes(one.rule) && isHere(one));
  if (here.length === 0) {
    const why = errors.map(({ rule, span }) => `${rule}@${span.start}`).join(' ');
    return { type: 'missed', why: `${JSON.stringify(text.slice(token.start, token.end))} at ${token.start}: ${why}` };
  }
  const said = mutation.says?.(token);
  if (said && !here.some(({ message, fixes }) => said.test(`${message} ${fixes.map(({ title }) => title).join(' ')}`)))
    return { type: 'missed', why: `does not propose ${token.text}: ${here[0]?.message}` };
  const elsewhere = mutation.openEnded ? [] : errors.filter((one) => !isHere(one) && !follows(one, mutated, token));
  return elsewhere.length === 0
    ? { type: 'found' }
    : { type: 'new-errors', why: elsewhere.map(({ rule, span }) => `${rule}@${span.start}`).join(' ') };
}

/** A brace is missed where the next word comes; a number is in the word that it makes with what follows. */
const LOOK_BACK = 40;

/** On the word itself, or on the one behind it, which is where the daemon stops. */
function touches(text: string, start: number, from: number, to: number): boolean {
  const next = /^[ \t\\\n]*(?:\S+)?/.exec(text.slice(to))?.[0].length ?? 0;
  return start >= from && start <= to + next;
}

/** In the same statement: what the mistake itself leads to. */
function follows({ span }: Finding, text: string, { start }: Token): boolean {
  return span.end > 0 && lineStart(text, span.start) === lineStart(text, start);
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

function lineOf(text: string, { start }: Token): string {
  const from = lineStart(text, start);
  return text.slice(from, text.indexOf('\n', from));
}
