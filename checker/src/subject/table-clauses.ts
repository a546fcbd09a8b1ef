import { lookupService, type TableService } from '@smtpd-conf/compiler';
import type { ClauseNode, Statement } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** A clause whose value is a table: a literal, `{ … }` or `<name>`. */
export interface TableClause {
  readonly clause: ClauseNode;
  readonly statement: Statement;
  readonly service: TableService;
  readonly regex: boolean;
}

/** Options that want a mapping, where a literal is refused. */
const MAPPINGS: ReadonlySet<TableService> = new Set<TableService>([
  'alias',
  'userinfo',
  'credentials',
  'addrname',
  'mailaddrmap',
]);

/** Every clause of the configuration that holds a table; to be asked for once (Subject.once). */
export function tableClauses(subject: Subject): readonly TableClause[] {
  if (subject.part !== undefined) return subject.statements.flatMap(tableClausesIn);
  const found: TableClause[] = [];
  for (const clauses of subject.along(subject.statements, tableClausesIn)) for (const one of clauses) found.push(one);
  return found;
}

/** Those of one statement. */
export function tableClausesIn(statement: Statement): readonly TableClause[] {
  const clauses = clausesOf(statement);
  if (clauses.length === 0) return NO_TABLES;
  const found: TableClause[] = [];
  addTableClauses(statement, clauses, found);
  return found;
}

const NO_TABLES: readonly TableClause[] = [];

/** Whether a list, and so a literal, may stand in a clause that holds a table. */
export function takesLists({ clause, service }: TableClause): boolean {
  return !MAPPINGS.has(service) && clause.id !== 'relay.domain';
}

/** The name of the table that a clause refers to. */
export function tableNameIn({ value }: ClauseNode): string | undefined {
  return value?.kind === 'table-reference' ? value.name?.text : undefined;
}

/** Rules may be many, and what clauses bind when they are asked stays: nothing more is asked of them than has to be. */
function addTableClauses(statement: Statement, clauses: readonly ClauseNode[], found: TableClause[]): void {
  for (const clause of clauses) {
    const service = lookupService(clause.id);
    if (service === undefined) continue;
    const { value, form } = clause;
    if (value === undefined || (value.kind === 'word' && !form.parts.includes('TABLE'))) continue;
    found.push({ clause, statement, service, regex: form.parts.includes('regex') });
  }
}

const NONE: readonly ClauseNode[] = [];

/** The clauses of a statement that may hold a table. */
function clausesOf(statement: Statement): readonly ClauseNode[] {
  switch (statement.kind) {
    case 'match':
      return statement.criteria;
    case 'action':
    case 'listen':
      return statement.options;
    case 'filter':
      return statement.condition ? [statement.condition] : NONE;
    default:
      return NONE;
  }
}
