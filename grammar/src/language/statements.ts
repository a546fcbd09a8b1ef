import type { ClauseRow } from './clause.js';

/** A statement's first keyword. Its clauses stand in the tables beside this one. */
export interface StatementRow extends ClauseRow {
  readonly manual: string;
}

/** Statements that have parts of their own; the others are SETTINGS. */
export const STATEMENTS = {
  include: { syntax: 'include STRING', manual: 'include', doc: 'Read another file in this place.' },
  action: {
    syntax: 'action STRING',
    manual: 'action',
    doc: 'Name a way to deliver or relay; match rules refer to it.',
  },
  ca: { syntax: 'ca STRING', manual: 'ca', doc: 'Name a file of certificate authorities.' },
  filter: {
    syntax: '6.6.0 filter STRING',
    manual: 'filter',
    doc: 'Name a filter, or a chain of filters, for listeners.',
  },
  listen: {
    syntax: ['listen on STRING', 'listen on socket'],
    manual: 'listen on interface',
    doc: 'Accept mail on an interface, an address or the local socket.',
  },
  match: {
    syntax: 'match',
    manual: 'match',
    doc: 'Decide what happens to an envelope; the first rule that matches wins.',
  },
  pki: { syntax: 'pki STRING', manual: 'pki', doc: 'Name a certificate and its key.' },
  proc: { syntax: '6.6.0 proc PAIR', manual: 'proc', doc: 'Name a process that filters can run in.' },
  table: {
    syntax: ['table STRING STRING', 'table STRING { … }'],
    manual: 'table',
    doc: 'Name a list or a mapping: inline, from a file, or from a table process.',
  },
} satisfies Record<string, StatementRow>;
