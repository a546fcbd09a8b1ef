import { parseExpandLine } from '@smtpd-conf/engine';
import type { ActionStatement, TableStatement } from '@smtpd-conf/grammar';
import { conf, defineRule, type Found } from '../../rule.js';
import { exchanged } from '../../subject/changed-part.js';
import { keysOf, tableStatements } from '../../subject/key-uses.js';
import { tableClausesIn, tableNameIn } from '../../subject/table-clauses.js';
import type { Subject } from '../../subject.js';

interface Loop extends Found {
  readonly way: readonly string[];
}

export const aliasLoop = defineRule<Loop>({
  id: 'alias-loop',
  category: 'tables',
  severity: 'error',
  since: '0.1.0',
  what: 'Addresses of a virtual table lead to each other in a circle.',
  why: 'The daemon gives up after ten steps: mail to them is refused with 524.',
  how: 'Let one of them lead to a user or to an address elsewhere.',
  bad: conf(
    'table users { "a@example.org" = "b@example.org", "b@example.org" = "a@example.org" }',
    'action "a" mbox virtual <users>',
    'match from any for domain "example.org" action "a"',
  ),
  good: conf(
    'table users { "a@example.org" = "b@example.org", "b@example.org" = "bob" }',
    'action "a" mbox virtual <users>',
    'match from any for domain "example.org" action "a"',
  ),
  daemon: 'accepts',
  source: 'lka_session.c: lka_expand; EXPAND_DEPTH',
  needs: 'parts',
  scope: { each: 'file', and: ['action', 'table'] },
  *find(subject) {
    if (!mayLeadInCircles(subject)) return;
    const virtual = keysOf('alias', subject).filter(({ clause }) => clause.id === 'local.virtual');
    const targets = new Map(virtual.map((use) => [use.key.toLowerCase(), soleAddress(use.value)]));
    const reported = new Set<string>();
    for (const use of virtual) {
      const way: string[] = [];
      let at: string | undefined = use.key.toLowerCase();
      while (at !== undefined && !way.includes(at)) {
        way.push(at);
        at = targets.get(at);
      }
      // A way into a circle is reported where the circle is.
      if (at === undefined || at !== way[0] || way.length < 2 || reported.has(at)) continue;
      for (const one of way) reported.add(one);
      yield { at: use.at, way: [...way, at] };
    }
  },
  message: ({ way }) => `This leads in a circle: ${way.join(' → ')}.`,
});

/** Whether there is a circle among all addresses that virtual tables lead to: where a key has several values, among all of them. */
function mayLeadInCircles(subject: Subject): boolean {
  const tables = tableStatements(subject);
  const virtual = new Set<TableStatement>();
  for (const names of subject.along(subject.all('action'), virtualTables)) {
    for (const name of names) {
      const table = tables.get(name);
      // A name that nothing has leads nowhere.
      if (table === undefined && name !== '') continue;
      // Files, and what is written in place, are looked at as a whole.
      if (table?.entries === undefined) return true;
      virtual.add(table);
    }
  }
  return subject.onward(knownWays).goOn([...virtual]);
}

/** The names of an action's virtual tables; '' for one without. To be asked by Subject.along. */
function virtualTables(statement: ActionStatement): readonly string[] {
  const clauses = tableClausesIn(statement).filter(({ clause }) => clause.id === 'local.virtual');
  return clauses.map(({ clause }) => tableNameIn(clause) ?? '');
}

const knownWays = (_: Subject, before: Ways | undefined): Ways => before ?? new Ways();

/** Where the addresses of virtual tables lead. After an edit, what has changed is looked at. */
class Ways {
  private tables: readonly TableStatement[] = [];
  private readonly targets = new Map<string, string[]>();
  private circular = false;

  /** Whether some lead in a circle. */
  goOn(tables: readonly TableStatement[]): boolean {
    const { gone, come } = exchanged(this.tables, tables);
    this.tables = tables;
    for (const [key, target] of gone.flatMap(steps)) {
      const known = this.targets.get(key) ?? [];
      known.splice(known.indexOf(target), 1);
      if (known.length === 0) this.targets.delete(key);
    }
    const added = come.flatMap(steps);
    for (const [key, target] of added) {
      const known = this.targets.get(key);
      if (known) known.push(target);
      else this.targets.set(key, [target]);
    }
    // Where there was no circle, one there is now goes through what has come.
    const from = this.circular ? [...this.targets.keys()] : added.map(([key]) => key);
    const done = new Set<string>();
    this.circular = from.some((key) => leadsInCircle(key, this.targets, done));
    return this.circular;
  }
}

/** Whether a way leads from an address back to one that it has passed. `done` holds those of which none does. */
function leadsInCircle(from: string, targets: ReadonlyMap<string, readonly string[]>, done: Set<string>): boolean {
  const way = [from];
  const open = new Set(way);
  while (way.length > 0) {
    const at = way.at(-1) as string;
    const next = done.has(at) ? undefined : targets.get(at)?.find((one) => !done.has(one));
    if (next === undefined) {
      done.add(at);
      open.delete(at);
      way.pop();
    } else if (open.has(next)) return true;
    else {
      open.add(next);
      way.push(next);
    }
  }
  return false;
}

/** The keys of a table that lead to one address each, with that address. */
function steps({ entries }: TableStatement): readonly (readonly [key: string, target: string])[] {
  const found: [string, string][] = [];
  for (const { key, value } of entries?.kind === 'inline-table' ? entries.entries : []) {
    const target = soleAddress(value?.text);
    if (target !== undefined) found.push([key.text.toLowerCase(), target]);
  }
  return found.length === 0 ? NONE : found;
}

const NONE: readonly (readonly [string, string])[] = [];

/** The address that a value leads to, where it leads to that one only. */
function soleAddress(value: string | undefined): string | undefined {
  const nodes = value?.includes('@') ? parseExpandLine(value, true) : undefined;
  const [node, ...others] = nodes ?? [];
  if (node?.type !== 'address' || others.length > 0) return undefined;
  return `${node.address.user}@${node.address.domain}`.toLowerCase();
}
