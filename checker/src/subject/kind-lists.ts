import type { Statement, StatementKind, StatementOf } from '@smtpd-conf/grammar';
import { changedPart, swapIn } from './changed-part.js';

const NONE: readonly never[] = [];

/** All statements of a configuration by kind. The list of a kind is the same one as long as nothing in it has changed. */
export class KindLists {
  private statements: readonly Statement[] = NONE;
  private readonly lists = new Map<StatementKind, Statement[]>();

  goOn(statements: readonly Statement[]): this {
    const part = changedPart(this.statements, statements);
    const { gone, come } = part;
    this.statements = statements;
    const [before, now] = swapIn(part) ?? [];
    if (before !== undefined && before.kind === now?.kind) {
      // Most edits are this; gathering anew would go over all statements.
      const list = this.lists.get(now.kind) ?? [];
      this.lists.set(
        now.kind,
        list.map((one) => (one === before ? now : one)),
      );
      return this;
    }
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

  of<Kind extends StatementKind>(kind: Kind): readonly StatementOf<Kind>[] {
    return (this.lists.get(kind) ?? NONE) as readonly StatementOf<Kind>[];
  }
}
