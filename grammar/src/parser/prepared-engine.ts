import { FIRST_KEYWORD, TokenType } from '../lexer/token.js';
import { DECISIONS } from './prepared-decisions.js';
import type { RuleDecisions } from './rule-decisions.js';
import { NONE } from './shape.js';

/** What a rule reads when its gate is open and the next token can begin it. */
type Part = (() => void) | { readonly GATE?: () => boolean; readonly DEF: () => void };
type Alternative = { readonly GATE?: () => boolean; readonly ALT: () => void };
type Alternatives = readonly Alternative[] | { readonly DEF: readonly Alternative[] };

/** The class of all keywords, which the clause trees tell apart. Every other type of token is a class of its own. */
export const KEYWORD = FIRST_KEYWORD - 1;

export const grammarType = (type: number): number => type;

const classOf = (type: number): number => (type >= FIRST_KEYWORD ? KEYWORD : type);

/** Ends a run: there is no place for the next token. */
const NO_PLACE = new Error('no rule has a place for the next token');

/**
 * Stands in for `rule-engine` and `grammar-tokens` in the program's bundle: runs the rules as Chevrotain does, by decisions
 * that Chevrotain made before (`npm run write:decisions`), so that a start needs neither Chevrotain nor its analysis.
 * See docs/decisions/0004-prepared-decisions.md. Tests hold the decisions and the shapes against Chevrotain's.
 */
export abstract class RuleEngine {
  private types: readonly number[] = [];
  private at = 0;
  private decisions: RuleDecisions = {};

  protected run(rule: () => void, types: readonly number[]): number {
    this.types = types;
    this.at = 0;
    try {
      rule();
    } catch (error) {
      if (error !== NO_PLACE) throw error;
      return this.at;
    }
    return this.at < types.length ? this.at : NONE;
  }

  protected nextType(): number {
    return this.types[this.at] ?? TokenType.End;
  }

  protected RULE(name: string, body: () => void): () => void {
    const ours = DECISIONS[name];
    if (ours === undefined) throw new Error(`no decisions about the rule ${name}: npm run write:decisions`);
    return () => {
      const callers = this.decisions;
      this.decisions = ours;
      body();
      this.decisions = callers;
    };
  }

  protected performSelfAnalysis(): void {}

  protected ACTION(perform: () => void): void {
    perform();
  }

  protected consume(_: number, tokenClass: number): { startOffset: number } {
    if (this.at >= this.types.length || classOf(this.nextType()) !== tokenClass) throw NO_PLACE;
    return { startOffset: this.at++ };
  }

  protected subrule(_: number, rule: () => void): void {
    rule();
  }

  protected option(occurrence: number, part: Part): void {
    if (this.follows(part, `option ${occurrence}`)) read(part);
  }

  protected or(occurrence: number, alternatives: Alternatives): void {
    const ways = 'DEF' in alternatives ? alternatives.DEF : alternatives;
    const classes = this.decisions[`or ${occurrence}`] ?? [];
    const way = ways.find(({ GATE }, index) => GATE?.() !== false && this.begins(classes[index]));
    if (way === undefined) throw NO_PLACE;
    way.ALT();
  }

  protected many(occurrence: number, part: Part): void {
    this.repeat(part, `many ${occurrence}`);
  }

  protected atLeastOne(occurrence: number, part: Part): void {
    if (!this.repeat(part, `atLeastOne ${occurrence}`)) throw NO_PLACE;
  }

  protected CONSUME = (tokenClass: number) => this.consume(0, tokenClass);
  protected CONSUME1 = (tokenClass: number) => this.consume(1, tokenClass);
  protected CONSUME2 = (tokenClass: number) => this.consume(2, tokenClass);
  protected CONSUME3 = (tokenClass: number) => this.consume(3, tokenClass);
  protected SUBRULE = (rule: () => void) => this.subrule(0, rule);
  protected OPTION = (part: Part) => this.option(0, part);
  protected OR = (alternatives: Alternatives) => this.or(0, alternatives);
  protected OR1 = (alternatives: Alternatives) => this.or(1, alternatives);
  protected OR2 = (alternatives: Alternatives) => this.or(2, alternatives);
  protected OR3 = (alternatives: Alternatives) => this.or(3, alternatives);
  protected OR4 = (alternatives: Alternatives) => this.or(4, alternatives);
  protected MANY = (part: Part) => this.many(0, part);
  protected MANY1 = (part: Part) => this.many(1, part);
  protected MANY2 = (part: Part) => this.many(2, part);
  protected MANY3 = (part: Part) => this.many(3, part);
  protected AT_LEAST_ONE = (part: Part) => this.atLeastOne(0, part);

  /** As long as the part follows and takes tokens; whether it did at all. */
  private repeat(part: Part, production: string): boolean {
    let some = false;
    for (let before = -1; before < this.at && this.follows(part, production); some = true) {
      before = this.at;
      read(part);
    }
    return some;
  }

  private follows(part: Part, production: string): boolean {
    const open = typeof part === 'function' || part.GATE?.() !== false;
    return open && this.begins(this.decisions[production]?.[0]);
  }

  private begins(classes = 0): boolean {
    return (classes & (1 << classOf(this.nextType()))) !== 0;
  }
}

function read(part: Part): void {
  if (typeof part === 'function') part();
  else part.DEF();
}
