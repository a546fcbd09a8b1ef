import { valueTokens } from '@smtpd-conf/compiler';
import type { Snapshot } from '../../snapshot.js';
import { clauseAt } from './clause-at.js';
import type { ActionSource } from './code-action.js';
import { insertLine } from './lines.js';

/** Gives the entries that stand in a clause a table of their own, above the statement. */
export const extractTable: ActionSource = (snapshot, { start }) => {
  const { source } = snapshot;
  const at = clauseAt(snapshot, start);
  const value = at?.clause.value;
  if (at === undefined || value === undefined) return [];
  const inline = value.kind === 'inline-table' && value.close !== undefined && value.entries.length > 0;
  if (!inline && !(value.kind === 'word' && at.clause.form.parts.includes('TABLE'))) return [];
  const tokens = valueTokens(value);
  const from = Math.min(...tokens.map((token) => token.start));
  const to = Math.max(...tokens.map((token) => token.end));
  const text = source.text.slice(from, to);
  const name = freeName(snapshot, at.clause.id.replace(/^.*[.-]/, ''));
  return [
    {
      title: `Extract to table <${name}>`,
      kind: 'refactor.extract',
      edits: [
        insertLine(source, at.statement, `table ${name} ${inline ? text : `{ ${text} }`}`),
        { source, start: from, end: to, text: `<${name}>` },
      ],
    },
  ];
};

/** A name for a table that nothing has yet; keywords would need quotes, so it is a plural. */
function freeName({ project }: Snapshot, stem: string): string {
  const plural = stem.endsWith('s') ? stem : `${stem}s`;
  for (let number = 1; ; number++) {
    const name = number === 1 ? plural : `${plural}${number}`;
    if (project.names.of('table', name).length === 0) return name;
  }
}
