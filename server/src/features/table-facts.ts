import type { Project } from '../workspace/project.js';
import { code } from './markdown.js';

/** How many entries are shown. */
const FIRST = 5;

/** Of what kind a table is, how large, and its first entries; Markdown. */
export function tableFacts({ analysis }: Project, name: string): string {
  const table = analysis.state.tables.find(name);
  if (table === undefined) return 'It is not defined.';
  const kind = { none: 'neither list nor mapping', list: 'list', hash: 'mapping', dynamic: 'of any kind' }[table.kind];
  const where = table.config === undefined ? 'written in place' : `in ${code(table.config)}`;
  const services = [...table.services].join(', ');
  const answers = services === '' ? '' : `\n\nIt answers lookups of: ${services}.`;
  const entries = table.entries;
  if (entries === undefined) return `${table.backend}, ${where}. What it holds is not known here.${answers}`;
  const first = entries
    .slice(0, FIRST)
    .map(([key, value]) => `- ${code(key)}${value === undefined ? '' : ` → ${code(value)}`}`);
  const more = entries.length > FIRST ? `\n- … ${entries.length - FIRST} more` : '';
  return `${kind}, ${where}, ${sizeText(entries.length)}\n\n${first.join('\n')}${more}${answers}`;
}

export function sizeText(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}
