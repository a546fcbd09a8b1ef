import { lookupService, type Place, type TableService } from '@smtpd-conf/compiler';
import type { ClauseNode, Statement, TableStatement, Token, Value } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';
import { tableFiles } from './table-files.js';

/** A key of a table, where something looks keys up in that table. */
export interface KeyUse {
  /** As it was written, with its capitals. */
  readonly key: string;
  /** In a configuration, or in the file of the table. */
  readonly at: Token | Place;
  /** The token, for a key that stands in a configuration. */
  readonly token: Token | undefined;
  /** In a mapping. */
  readonly value: string | undefined;
  readonly service: TableService;
  readonly regex: boolean;
  /** Who looks it up; the first of several uses of a named table for the same service. */
  readonly clause: ClauseNode;
  readonly statement: Statement;
}

/** Every key of every table, once for each service that the table is asked for. */
export function keyUses(subject: Subject): readonly KeyUse[] {
  const uses: KeyUse[] = [];
  const seen = new Set<string>();
  for (const statement of subject.analysis.statements) {
    for (const clause of clausesOf(statement)) {
      const service = clause.value && lookupService(clause.id);
      if (clause.value === undefined || service === undefined) continue;
      if (clause.value.kind === 'word' && !clause.form.parts.includes('TABLE')) continue;
      const regex = clause.words.some(({ text }) => text === 'regex');
      const base = { service, regex, clause, statement };
      if (clause.value.kind === 'table-reference') {
        const name = clause.value.name?.text ?? '';
        const use = `${service} ${regex} ${name}`;
        if (!seen.has(use)) for (const key of keysOfNamed(name, subject)) uses.push({ ...base, ...key });
        seen.add(use);
      } else for (const key of keysOfValue(clause.value)) uses.push({ ...base, ...key });
    }
  }
  return uses;
}

type Key = Pick<KeyUse, 'key' | 'at' | 'token' | 'value'>;

const ofToken = (token: Token, value?: Token): Key => ({ key: token.text, at: token, token, value: value?.text });

function keysOfValue(value: Value): Key[] {
  if (value.kind === 'word') return [ofToken(value.token)];
  if (value.kind === 'inline-table') return value.entries.map((entry) => ofToken(entry.key, entry.value));
  return [];
}

function keysOfNamed(name: string, subject: Subject): Key[] {
  const statement = subject.once(tableStatements).get(name);
  if (statement?.entries) return keysOfValue(statement.entries);
  const file = subject.once(tableFiles).get(name);
  return (file?.entries ?? []).map(({ key, value, ...at }) => ({ key, value, at, token: undefined }));
}

/** The statements that define tables, by name. */
export function tableStatements(subject: Subject): ReadonlyMap<string, TableStatement> {
  const statements = new Map<string, TableStatement>();
  for (const statement of subject.of('table')) if (statement.name) statements.set(statement.name.text, statement);
  return statements;
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
