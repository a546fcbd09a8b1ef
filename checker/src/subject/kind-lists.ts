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
