import type { Statement } from '@smtpd-conf/grammar';
import type { TableState } from '../table-state.js';
import { keyOf, type Write } from './recording-state.js';

/** The names that a statement looks up, as `kind name`. */
export interface Reads {
  /** Those of which it may hold on to what they stand for. */
  readonly whole: readonly string[];
  /** Those that it asks no more than whether they are there, and tables besides for what they can be used for. */
  readonly use: readonly string[];
}

/** Those of many statements. */
export interface ReadsOfMany {
  readonly whole: ReadonlySet<string>;
  readonly use: ReadonlySet<string>;
}

/** What a statement writes into the state. */
interface Writer {
  readonly statement: Statement;
  readonly writes: readonly Write[];
}

/** What all settings are to actions: they ask for few of them. */
const SETTINGS = 'settings';

/** @param clean whether nothing was wrong with the statement: problems show other statements' places */
export function readsOf({ kind }: Statement, names: Iterable<string>, clean: boolean): Reads {
  const whole: string[] = kind === 'action' ? [SETTINGS] : [];
  const use: string[] = [];
  // A rule holds on to its tables; actions are no more than names to it.
  for (const name of names) {
    const lightly = name.startsWith('action ') || (name.startsWith('table ') && kind !== 'match');
    (clean && BY_USE.has(kind) && lightly ? use : whole).push(name);
  }
  return { whole, use };
}

const BY_USE: ReadonlySet<Statement['kind']> = new Set<Statement['kind']>(['table', 'action', 'match']);

/** Names given by statements that have come or gone since the analysis before, up to a place in the file. */
export class ChangedNames {
  private readonly before = new Map<string, Write>();
  private readonly now = new Map<string, Write>();
  private settings = false;

  clear(): void {
    this.before.clear();
    this.now.clear();
    this.settings = false;
  }

  go({ statement, writes }: Writer): void {
    for (const write of writes) this.before.set(nameOf(write), write);
    this.settings ||= statement.kind === 'setting';
  }

  come({ statement, writes }: Writer): void {
    for (const write of writes) this.now.set(nameOf(write), write);
    this.settings ||= statement.kind === 'setting';
  }

  /** Whether what a statement looks up is another than it was. */
  affect({ whole, use }: Reads): boolean {
    const { before, now } = this;
    if (before.size === 0 && now.size === 0 && !this.settings) return false;
    return (
      whole.some((key) => (key === SETTINGS ? this.settings : !same(before.get(key), now.get(key)))) ||
      use.some((key) => !sameUse(before.get(key), now.get(key)))
    );
  }

  /** The same for what many statements look up. */
  affectSome({ whole, use }: ReadsOfMany): boolean {
    const { before, now } = this;
    if (this.settings && whole.has(SETTINGS)) return true;
    const affects = (key: string): boolean =>
      (whole.has(key) && !same(before.get(key), now.get(key))) ||
      (use.has(key) && !sameUse(before.get(key), now.get(key)));
    for (const key of before.keys()) if (affects(key)) return true;
    for (const key of now.keys()) if (affects(key)) return true;
    return false;
  }
}

function nameOf(write: Write): string {
  return write.to === 'broken' ? keyOf('broken', `${write.value} ${write.name}`) : keyOf(write.to, write.name);
}

function same(before: Write | undefined, now: Write | undefined): boolean {
  return before === now || (before?.to === 'broken' && now?.to === 'broken');
}

function sameUse(before: Write | undefined, now: Write | undefined): boolean {
  if (before === now) return true;
  if (before === undefined || now === undefined || before.to !== now.to) return false;
  return before.to !== 'table' || now.to !== 'table' || usedAlike(before.value, now.value);
}

function usedAlike(before: TableState, now: TableState): boolean {
  return (
    before.kind === now.kind &&
    before.backend === now.backend &&
    before.config === now.config &&
    before.services.size === now.services.size &&
    [...before.services].every((service) => now.services.has(service))
  );
}
