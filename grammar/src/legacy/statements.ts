import { STATEMENTS, type StatementRow } from '../language/statements.js';

const { include, ca, listen, pki, table } = STATEMENTS;

/** The first keywords of the grammar before 6.4, but for those of its settings: what is known of each. */
export const LEGACY_STATEMENTS = {
  include,
  accept: {
    syntax: 'accept',
    doc: 'Take mail, and deliver or relay it; of all accept and reject rules the first that matches decides.',
  },
  ca,
  listen,
  pki,
  reject: {
    syntax: 'reject',
    doc: 'Refuse mail; of all accept and reject rules the first that matches decides.',
  },
  table,
} satisfies Record<string, Pick<StatementRow, 'syntax' | 'doc'>>;
