import type { ActionSource } from './code-action.js';
import { cutLines, insertLine } from './lines.js';
import { missingNames } from './missing-name.js';

/** Moves the definition of a name that is used above it before the statement that uses it. */
export const moveDefinition: ActionSource = (snapshot, selection) => {
  const { source } = snapshot;
  return missingNames(snapshot, selection).flatMap(({ finding, use, below }) => {
    if (below === undefined || below.source !== source) return [];
    const cut = cutLines(source, below.statement);
    const text = source.text.slice(cut.start, cut.end).replace(/\n$/, '');
    return [
      {
        title: `Move ${use.kind} "${use.name}" above this line`,
        kind: 'quickfix' as const,
        edits: [insertLine(source, use.statement, text), cut],
        finding,
        preferred: true as const,
      },
    ];
  });
};
