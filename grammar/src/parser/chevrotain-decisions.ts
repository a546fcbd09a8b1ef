import {
  Alternation,
  EOF,
  type IProduction,
  type IToken,
  LLkLookaheadStrategy,
  NonTerminal,
  Option,
  type OptionalProductionType,
  Repetition,
  RepetitionMandatory,
  type Rule,
  type TokenType,
} from 'chevrotain';
import { LegacyParser } from '../legacy/legacy-parser.js';
import { FIRST_KEYWORD, TokenType as LexerType } from '../lexer/token.js';
import { GRAMMAR_TYPES, KEYWORD } from './grammar-tokens.js';
import type { RuleDecisions } from './rule-decisions.js';
import { StatementParser } from './statement-parser.js';

const OPTIONS = { maxLookahead: 1, dynamicTokensEnabled: false };
const STRATEGY = new LLkLookaheadStrategy(OPTIONS);

/** More alternatives than any rule has. */
const MOST_ALTERNATIVES = 16;

/** By rule and production, what each alternative begins with, as Chevrotain's analysis of our grammars finds it. */
export function chevrotainDecisions(): Readonly<Record<string, RuleDecisions>> {
  const decisions: Record<string, RuleDecisions> = {};
  for (const grammar of [new StatementParser(), new LegacyParser('any')]) {
    for (const rule of Object.values(grammar.getGAstProductions())) decisions[rule.name] = decisionsOf(rule);
  }
  return decisions;
}

function decisionsOf(rule: Rule): RuleDecisions {
  return Object.fromEntries(
    productionsIn(rule).flatMap((production): [string, readonly number[]][] => {
      if (production instanceof Alternation) return [[`or ${production.idx}`, alternativesOf(rule, production.idx)]];
      for (const [type, prodType, method] of OPTIONAL) {
        if (production instanceof type)
          return [[`${method} ${production.idx}`, optional(rule, production.idx, prodType)]];
      }
      return [];
    }),
  );
}

const OPTIONAL = [
  [Option, 'Option', 'option'],
  [Repetition, 'Repetition', 'many'],
  [RepetitionMandatory, 'RepetitionMandatory', 'atLeastOne'],
] as const;

/** All productions of a rule, but none of the rules that it calls. */
function productionsIn(production: IProduction): IProduction[] {
  if (production instanceof NonTerminal) return [];
  const { definition = [] } = production as { definition?: IProduction[] };
  return [production, ...definition.flatMap(productionsIn)];
}

/** Asks for each alternative alone; with predicates Chevrotain tries one after the other. */
function alternativesOf(rule: Rule, prodOccurrence: number): number[] {
  const decide = STRATEGY.buildLookaheadForAlternation({ ...OPTIONS, rule, prodOccurrence, hasPredicates: true });
  const classes = Array.from({ length: MOST_ALTERNATIVES }, (_, alternative) => {
    const only = Array.from({ length: MOST_ALTERNATIVES }, (_, index) => ({
      GATE: () => index === alternative,
      ALT: () => undefined,
    }));
    return classesWhere((token) => decide.call(ahead(token), only) === alternative);
  });
  while (classes.at(-1) === 0) classes.pop();
  return classes;
}

function optional(rule: Rule, prodOccurrence: number, prodType: OptionalProductionType): number[] {
  const decide = STRATEGY.buildLookaheadForOptional({ ...OPTIONS, rule, prodOccurrence, prodType });
  return [classesWhere((token) => decide.call(ahead(token)))];
}

/** The token classes that a question is answered with yes for, one bit each. */
function classesWhere(holds: (token: TokenType) => boolean): number {
  const types = GRAMMAR_TYPES.map((type, tokenClass) => (tokenClass === LexerType.End ? EOF : type));
  types[FIRST_KEYWORD - 1] = KEYWORD;
  return types.reduce((classes, type, tokenClass) => (holds(type) ? classes | (1 << tokenClass) : classes), 0);
}

/** What a look-ahead function wants of a parser: the next token. */
function ahead({ tokenTypeIdx }: TokenType): ThisType<unknown> {
  const next = (): Partial<IToken> => ({ tokenTypeIdx: tokenTypeIdx as number });
  return { LA: next, LA_FAST: next };
}
