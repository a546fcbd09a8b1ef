import type { Statement, StatementKind, StatementOf } from '@smtpd-conf/grammar';
import { changedPart } from './changed-part.js';

const NONE: readonly never[] = [];

/** All statements of a configuration by kind. The list of a kind is the same one as long as nothing in it has changed. */
export class KindLists {
  private statements: readonly Statement[] = NONE;
  private readonly lists = new Map<StatementKind, Statement[]>();

  goOn(statements: readonly Statement[]): this {
    const { gone, come } = changedPart(this.statements, statements);
    this.statements = statements;
    if (this.swapped(gone, come)) return this;
    const kinds = new Set([...gone, ...come].map(({ kind }) => kind));
    for (const kind of kinds) this.lists.delete(kind);
    if (kinds.size === 0) return this;
    for (const statement of statements) {
      const { kind } = statement;
      if (!kinds.has(kind)) continue;
      const list = this.lists.get(kind);
      if (list) list.push(statement);
      else this.lists.set(kind, [statement]);
    }
    return this;
  }

  /** Puts a statement where another of its kind was, as most edits do; false where there is more to do. */
  private swapped(gone: readonly Statement[], come: readonly Statement[]): boolean {
    const [before, now] = [gone[0], come[0]];
    if (gone.length !== 1 || come.length !== 1 || before?.kind !== now?.kind) return false;
    const list = this.lists.get((now as Statement).kind);
    const index = list?.indexOf(before as Statement) ?? -1;
    if (list === undefined || index === -1) return false;
    this.lists.set((now as Statement).kind, list.with(index, now as Statement));
    return true;
  }

  of<Kind extends StatementKind>(kind: Kind): readonly StatementOf<Kind>[] {
    return (this.lists.get(kind) ?? NONE) as readonly StatementOf<Kind>[];
  }
}
