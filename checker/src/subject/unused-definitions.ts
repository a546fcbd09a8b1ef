import { lookupService, wordOf } from '@smtpd-conf/compiler';
import type { ClauseId, ClauseNode, Statement } from '@smtpd-conf/grammar';
import type { Rule } from '../predicates/rule-tests.js';
import type { Subject } from '../subject.js';
import { exchanged } from './changed-part.js';
import { type Definition, type DefinitionKind, nameOf } from './definitions.js';

/** What nothing uses, in no order; of several definitions of a name the first. */
export function unusedDefinitions(subject: Subject): readonly Definition[] {
  const { usedMacros } = subject.analysis.state;
  return subject.onward(usesOfNames).unused(usedMacros, subject.analysis.statements);
}

function usesOfNames(subject: Subject, before: UsesOfNames | undefined): UsesOfNames {
  const uses = before ?? new UsesOfNames();
  uses.goOn(subject.analysis.statements, subject.analysis.state.rules);
  return uses;
}

/** Options whose word is a name, and of what. */
const NAMING: Partial<Record<ClauseId, DefinitionKind>> = {
  'listen.filter': 'filter',
  'socket.filter': 'filter',
  'relay.filter': 'filter',
  'filter.proc': 'process',
  'listen.pki': 'pki',
  'relay.pki': 'pki',
  'listen.ca': 'ca',
  'relay.ca': 'ca',
  'local.wrapper': 'wrapper',
};

/** Of pki and ca, names are the same in capitals. */
function useOf(kind: DefinitionKind, name: string): string {
  return `${kind} ${kind === 'pki' || kind === 'ca' ? name.toLowerCase() : name}`;
}

/** Who defines which name, and how often something refers to it. After an edit, what has changed is counted anew. */
class UsesOfNames {
  private statements: readonly Statement[] = [];
  private rules: readonly Rule[] = [];
  private readonly uses = new Map<string, number>();
  /** By the use that refers to them, and the name as it is written. */
  private readonly definers = new Map<string, Map<string, readonly Definition[]>>();
  /** The uses that somebody defines and nothing refers to; of macros, whose uses are not counted, all. */
  private readonly idle = new Set<string>();

  goOn(statements: readonly Statement[], rules: readonly Rule[]): void {
    const part = exchanged(this.statements, statements);
    for (const statement of part.gone) this.count(statement, -1);
    for (const statement of part.come) this.count(statement, 1);
    const compiled = exchanged(this.rules, rules);
    for (const rule of compiled.gone) this.countRule(rule, -1);
    for (const rule of compiled.come) this.countRule(rule, 1);
    this.statements = statements;
    this.rules = rules;
  }

  unused(usedMacros: ReadonlySet<string>, statements: readonly Statement[]): readonly Definition[] {
    const found: Definition[] = [];
    for (const all of [...this.idle].flatMap((use) => [...(this.definers.get(use)?.values() ?? [])])) {
      const [one, ...others] = all;
      if (one === undefined || (one.kind === 'macro' && usedMacros.has(one.token.text))) continue;
      if (others.length === 0) found.push(one);
      else {
        const first = statements.find((statement) => all.some((other) => other.statement === statement));
        found.push(all.find(({ statement }) => statement === first) ?? one);
      }
    }
    return found;
  }

  private countRule({ outcome }: Rule, by: 1 | -1): void {
    if (outcome.type === 'action') this.add(useOf('action', outcome.action), by);
  }

  private count(statement: Statement, by: 1 | -1): void {
    const named = nameOf(statement);
    if (named) this.define({ ...named, statement }, by);
    const add = (kind: DefinitionKind, name: string) => this.add(useOf(kind, name), by);
    for (const clause of clausesThatName(statement)) addNames(clause, add);
    if (statement.kind === 'filter') for (const { text } of statement.chain?.names ?? []) add('filter', text);
  }

  private define(one: Definition, by: 1 | -1): void {
    // Of pki and ca, another way to write a name is another one here.
    const use = useOf(one.kind, one.token.text);
    const those = this.definers.get(use) ?? new Map<string, readonly Definition[]>();
    const known = those.get(one.token.text) ?? [];
    const all = by === 1 ? [...known, one] : known.filter(({ statement }) => statement !== one.statement);
    if (all.length === 0) those.delete(one.token.text);
    else those.set(one.token.text, all);
    if (those.size === 0) this.definers.delete(use);
    else this.definers.set(use, those);
    this.settle(use);
  }

  private add(use: string, by: 1 | -1): void {
    const count = (this.uses.get(use) ?? 0) + by;
    if (count === 0) this.uses.delete(use);
    else this.uses.set(use, count);
    this.settle(use);
  }

  private settle(use: string): void {
    if (this.definers.has(use) && !this.uses.has(use)) this.idle.add(use);
    else this.idle.delete(use);
  }
}

type AddName = (kind: DefinitionKind, name: string) => void;

function addNames(clause: ClauseNode, add: AddName): void {
  const { id, value } = clause;
  if (value?.kind === 'table-reference') {
    if (value.name && lookupService(id) !== undefined) add('table', value.name.text);
    return;
  }
  const kind = NAMING[id];
  if (kind === undefined) return;
  add(kind, wordOf(clause));
  if (value?.kind === 'filter-list') for (const { text } of value.names) add('filter', text);
}

function clausesThatName(statement: Statement): readonly ClauseNode[] {
  switch (statement.kind) {
    case 'match':
      return statement.criteria;
    case 'rule':
      return [...statement.criteria, ...statement.action];
    case 'listen':
    case 'action':
      return statement.options;
    case 'filter':
      return [statement.form, statement.condition].filter((clause) => clause !== undefined);
    default:
      return NONE;
  }
}

const NONE: readonly ClauseNode[] = [];
