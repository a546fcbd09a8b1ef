import type { Token } from '@smtpd-conf/grammar';
import { wordOf } from '../index/name-index.js';
import { documentOf, type Snapshot } from '../snapshot.js';

export interface DocumentLink {
  readonly start: number;
  readonly end: number;
  readonly target: string;
  readonly tooltip: string;
}

/** Files that the document names: included ones, tables, certificates and keys. */
export function documentLinks(snapshot: Snapshot): readonly DocumentLink[] {
  const { project } = snapshot;
  const links: DocumentLink[] = [];
  const add = (token: Token | undefined, path: string | undefined, tooltip: string): void => {
    if (token === undefined || path === undefined || path === '') return;
    const quotes = token.quoted && !token.expandedFrom ? 1 : 0;
    links.push({
      start: token.start + quotes,
      end: token.end - quotes,
      target: project.uriOfPath(path),
      tooltip,
    });
  };
  for (const statement of documentOf(snapshot).statements) {
    switch (statement.kind) {
      case 'include':
        add(statement.path, statement.path?.text, 'Open the included file');
        break;
      case 'table':
        add(statement.config, tablePath(statement.config?.text ?? ''), 'Open the table');
        break;
      case 'pki':
      case 'ca':
        for (const { id, value } of statement.options) {
          const token = wordOf(value);
          if (id !== 'pki.dhe') add(token, token?.text, id === 'pki.key' ? 'Open the key' : 'Open the certificate');
        }
        break;
      default:
    }
  }
  return links;
}

/** The file that a table's configuration names; none for table processes. */
function tablePath(config: string): string | undefined {
  if (config.startsWith('/')) return config;
  return /^(?:file|db):(.*)$/s.exec(config)?.[1];
}
