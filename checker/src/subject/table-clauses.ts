import { lookupService, type TableService } from '@smtpd-conf/compiler';
import type { ClauseNode, Statement } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** A clause whose value is a table: a literal, `{ … }` or `<name>`. */
export interface TableClause {
  readonly clause: ClauseNode;
  readonly statement: Statement;
  readonly service: TableService;
  readonly regex: boolean;
  /** Whether a list, and so a literal, may stand here at all. */
  readonly takesLists: boolean;
}

/** Options that want a mapping, where a literal is refused. */
const MAPPINGS: ReadonlySet<TableService> = new Set<TableService>([
  'alias',
  'userinfo',
  'credentials',
  'addrname',
  'mailaddrmap',
]);

/** Every clause of the configuration that holds a table. */
export function* tableClauses(subject: Subject): Iterable<TableClause> {
  for (const statement of subject.statements) yield* tableClausesIn(statement);
}

/** What is found in a statement does not change, and statements outlive an edit elsewhere. */
const KNOWN = new WeakMap<Statement, readonly TableClause[]>();

export function tableClausesIn(statement: Statement): readonly TableClause[] {
  let known = KNOWN.get(statement);
  if (known === undefined) {
    known = findTableClauses(statement);
    KNOWN.set(statement, known);
  }
  return known;
}

function findTableClauses(statement: Statement): readonly TableClause[] {
  const found: TableClause[] = [];
  for (const clause of clausesOf(statement)) {
    const service = clause.value && lookupService(clause.id);
    if (service === undefined) continue;
    if (clause.value?.kind === 'word' && !clause.form.parts.includes('TABLE')) continue;
    const regex = clause.words.some(({ text }) => text === 'regex');
    const takesLists = !MAPPINGS.has(service) && clause.id !== 'relay.domain';
    found.push({ clause, statement, service, regex, takesLists });
  }
  return found;
}

/** The clauses of a statement that may hold a table. */
function clausesOf(statement: Statement): readonly ClauseNode[] {
  switch (statement.kind) {
    case 'match':
      return statement.criteria;
    case 'action':
    case 'listen':
      return statement.options;
    case 'filter':
      return statement.condition ? [statement.condition] : [];
    default:
      return [];
  }
}
