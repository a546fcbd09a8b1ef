import type { KeyKind } from './keys.js';
import { entryToken, soughtTokens, tokenShape } from './test-tokens.js';

/** So many rules are kept under one word or list. */
const MOST_KEPT = 200;
/** Longer lists are weighed by how many rules name them, and not word by word. */
const SHORT_LIST = 8;

/** Where a rule with a certain list would be put. */
export interface Home {
  readonly index: ListIndex;
  readonly table: object;
  /** The words of the list's entries; none where only the daemon knows the entries. */
  readonly tokens: readonly string[];
  /** How many rules are found by the same words, or more. */
  readonly crowd: number;
}

/**
 * Rules, by number, under the lists that they ask for in one criterion: found by whatever a list covers. Most lists have one
 * entry and are one rule's own, so these take no more than an entry of a map.
 */
export class ListIndex {
  private readonly single = new Map<string, number | number[]>();
  private readonly lists = new Map<object, number[]>();
  private readonly byToken = new Map<string, number[][]>();
  /** How many rules a word leads to by short lists. */
  private readonly load = new Map<string, number>();
  private readonly shapes = new Set<number>();

  constructor(
    private readonly kind: KeyKind,
    private readonly regex: boolean,
  ) {}

  /** Undefined where some entry has no word. `keys` are those of the table, where they are known. */
  homeOf(table: object, keys: readonly string[] | undefined): Home | undefined {
    const tokens: string[] = [];
    for (const key of keys ?? []) {
      const token = this.regex ? key : entryToken(this.kind, key);
      if (token === undefined) return undefined;
      tokens.push(token);
    }
    return { index: this, table, tokens, crowd: this.crowdAt(table, tokens) };
  }

  add(rule: number, { table, tokens }: Home): void {
    const [only] = tokens;
    if (only !== undefined && tokens.length === 1) this.addSingle(rule, only);
    else this.addListed(rule, table, tokens);
  }

  /** Adds the rules to `found` whose lists cover all that a list has, and maybe others. */
  find(table: object, keys: readonly string[] | undefined, found: number[]): void {
    const key = keys?.[0];
    if (key === undefined) {
      found.push(...(this.lists.get(table) ?? []));
      return;
    }
    if (this.single.size === 0 && this.byToken.size === 0) return;
    for (const token of this.regex ? [key] : soughtTokens(this.kind, key, this.shapes)) {
      const one = this.single.get(token);
      if (typeof one === 'number') found.push(one);
      else if (one) found.push(...one);
      for (const rules of this.byToken.get(token) ?? []) found.push(...rules);
    }
  }

  private crowdAt(table: object, tokens: readonly string[]): number {
    let crowd = this.lists.get(table)?.length ?? 0;
    if (tokens.length > SHORT_LIST) return crowd;
    for (const token of tokens) {
      const one = this.single.get(token);
      const own = one === undefined ? 0 : typeof one === 'number' ? 1 : one.length;
      crowd = Math.max(crowd, own + (this.load.get(token) ?? 0));
    }
    return crowd;
  }

  private addSingle(rule: number, token: string): void {
    const there = this.single.get(token);
    if (there === undefined) {
      this.single.set(token, rule);
      this.shapes.add(tokenShape(this.kind, token));
    } else if (typeof there === 'number') this.single.set(token, [there, rule]);
    else if (there.length < MOST_KEPT) there.push(rule);
  }

  private addListed(rule: number, table: object, tokens: readonly string[]): void {
    let rules = this.lists.get(table);
    if (rules === undefined) {
      rules = [];
      this.lists.set(table, rules);
      for (const token of tokens) this.register(token, rules);
    }
    if (rules.length >= MOST_KEPT) return;
    rules.push(rule);
    if (tokens.length > SHORT_LIST) return;
    for (const token of tokens) this.load.set(token, (this.load.get(token) ?? 0) + 1);
  }

  private register(token: string, rules: number[]): void {
    const lists = this.byToken.get(token);
    if (lists) lists.push(rules);
    else this.byToken.set(token, [rules]);
    this.shapes.add(tokenShape(this.kind, token));
  }
}
