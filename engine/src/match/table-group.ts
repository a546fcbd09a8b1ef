import type { RuleTest, TableService } from '@smtpd-conf/compiler';
import type { Envelope } from '../envelope.js';
import type { Hits, KeyIndex } from '../tables/index/key-index.js';
import { entryKey, indexFor } from '../tables/static-table.js';
import { lookupKey, type Tables } from '../tables/tables.js';
import { ask, type CriterionKind } from './criteria.js';

/**
 * The static tables that rules ask with the same key: one look-up says which of them hold it, however many they are. Answers
 * are those to one decision, known by its number, until another one asks; a decision that had to wait may ask again.
 */
export class TableGroup implements Hits {
  private readonly members = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly indexes = new Map<TableService, KeyIndex>();
  private readonly test: RuleTest;
  private decision = 0;
  private lookedUp = false;
  private key = '';
  /** The decision for which a member was last found to hold the key, and for which it was last asked. */
  private held = new Uint32Array(0);
  private asked = new Uint32Array(0);
  private readonly found: number[] = [];

  constructor(
    readonly kind: CriterionKind,
    private readonly regex: boolean,
    private readonly tables: Tables,
  ) {
    this.test = { negated: false, regex, table: '' };
  }

  memberFor(table: string): number {
    const known = this.members.get(table);
    if (known !== undefined) return known;
    const member = this.names.push(table) - 1;
    this.members.set(table, member);
    return member;
  }

  table(member: number): string {
    return this.names[member] as string;
  }

  /** Looks the envelope's key up, unless that was the last thing done; false where there is nothing to look up. */
  lookUp(envelope: Envelope, decision: number): boolean {
    if (this.decision !== decision) {
      this.decision = decision;
      this.found.length = 0;
      this.lookedUp = this.search(envelope);
    }
    return this.lookedUp;
  }

  /** Whether a member holds the key that was looked up. */
  holds(member: number): boolean {
    if (this.regex) this.askPattern(member);
    return this.held[member] === this.decision;
  }

  /** The members that hold the key; not for regular expressions. */
  holding(): readonly number[] {
    return this.found;
  }

  private search(envelope: Envelope): boolean {
    const question = ask(this.kind, this.test, envelope);
    const key = typeof question === 'string' ? undefined : lookupKey(question.key);
    if (typeof question === 'string' || key === undefined) return false;
    this.key = key;
    if (this.held.length < this.names.length) {
      this.held = new Uint32Array(this.names.length);
      this.asked = new Uint32Array(this.names.length);
    }
    if (question.service === 'regex') return true;
    this.indexOf(question.service).find(key, this);
    return true;
  }

  /** Takes a member that the index has found to hold the key. */
  add(member: number): void {
    if (this.held[member] === this.decision) return;
    this.held[member] = this.decision;
    this.found.push(member);
  }

  private askPattern(member: number): void {
    if (this.asked[member] === this.decision) return;
    this.asked[member] = this.decision;
    if (this.tables.static(this.table(member))?.find('regex', this.key)) this.held[member] = this.decision;
  }

  private indexOf(service: Exclude<TableService, 'regex'>): KeyIndex {
    const known = this.indexes.get(service);
    if (known) return known;
    const index = indexFor(service, this.tables.context);
    for (const [member, name] of this.names.entries()) {
      for (const row of this.tables.static(name)?.entries ?? []) index.add(entryKey(row), member);
    }
    this.indexes.set(service, index);
    return index;
  }
}

/** The groups of a ruleset, by what they ask. */
export interface TableGroups {
  groupOf(kind: CriterionKind, regex: boolean): TableGroup;
}

export function tableGroups(tables: Tables): TableGroups {
  const groups = new Map<string, TableGroup>();
  return {
    groupOf(kind, regex) {
      const name = `${kind} ${regex}`;
      const known = groups.get(name);
      if (known) return known;
      const group = new TableGroup(kind, regex, tables);
      groups.set(name, group);
      return group;
    },
  };
}
