import { pathInReport } from './path-in-report.js';
import type { Report } from './report.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands of GitHub Actions, which become annotations. */
export function githubReport({ files }: Report): string {
  return files
    .flatMap(({ path, diagnostics }) =>
      diagnostics.map(({ severity, range: { start, end }, rule, message, path: other }) => {
        const properties = {
          // Standard input has no file that could be annotated.
          ...(path === '-' && other === undefined ? {} : { file: pathInReport(other ?? path) }),
          line: start.line,
          // Columns are for findings in one line.
          ...(end.line === start.line ? { col: start.column, endColumn: end.column } : { endLine: end.line }),
          title: `smtpd-lint ${rule}`,
        };
        const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
        return `::${COMMANDS[severity]} ${list.join(',')}::${data(message)}\n`;
      }),
    )
    .join('');
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
