import { writeWord } from '@smtpd-conf/compiler';
import type { NameKind } from '../../index/name-index.js';
import type { ActionSource } from './code-action.js';
import { insertLine } from './lines.js';
import { missingNames } from './missing-name.js';

/** A definition that the daemon takes, for what is only referred to. */
const DEFINITIONS: Readonly<Partial<Record<NameKind, (name: string) => string>>> = {
  action: (name) => `action ${name} mbox`,
  table: (name) => `table ${name} { }`,
  filter: (name) => `filter ${name} phase connect match !rdns disconnect "550 Your address has no name"`,
  proc: (name) => `proc ${name} "/usr/local/libexec/smtpd/filter"`,
  wrapper: (name) => `mda wrapper ${name} "%{mda}"`,
};

/** Defines a name that nothing defines, above the statement that uses it. */
export const defineMissing: ActionSource = (snapshot, selection) =>
  missingNames(snapshot, selection).flatMap(({ finding, use, below }) => {
    const define = DEFINITIONS[use.kind];
    if (below !== undefined || define === undefined) return [];
    const word = writeWord(use.name);
    if (!('text' in word)) return [];
    const edit = insertLine(snapshot.source, use.statement, define(word.text));
    return [{ title: `Define ${use.kind} "${use.name}"`, kind: 'quickfix' as const, edits: [edit], finding }];
  });
