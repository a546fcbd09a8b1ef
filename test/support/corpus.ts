import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Real configurations lie beside the clone; they are not ours to copy. */
const CORPUS = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

export interface CorpusFile {
  /** As the manifest names it: `modern/004.conf`. */
  readonly name: string;
  readonly dialect: string;
  /** Each character is a byte. */
  readonly text: string;
  /** What `smtpd -n` answered; empty where it was not run. */
  readonly recorded: {
    readonly exit60: string;
    readonly first60: string;
    readonly exit68: string;
    readonly first68: string;
    readonly exit78: string;
    readonly first78: string;
  };
}

export function corpusAvailable(): boolean {
  return existsSync(`${CORPUS}/MANIFEST.tsv`);
}

/** The files of some dialects, in the manifest's order; none where there is no corpus. */
export function corpusFiles(dialects: readonly string[]): CorpusFile[] {
  if (!corpusAvailable()) return [];
  const [head = '', ...rows] = readFileSync(`${CORPUS}/MANIFEST.tsv`, 'utf8').trimEnd().split('\n');
  const columns = head.split('\t');
  return rows
    .map((row) => row.split('\t'))
    .map(
      (cells) =>
        (column: string): string =>
          cells[columns.indexOf(column)] ?? '',
    )
    .filter((cell) => dialects.includes(cell('dialect')))
    .map((cell) => ({
      name: cell('file'),
      dialect: cell('dialect'),
      text: readFileSync(`${CORPUS}/${cell('file')}`, 'latin1'),
      recorded: {
        exit60: cell('exit_6.0.3'),
        first60: cell('first_message_6.0.3'),
        exit68: cell('exit_6.8.0'),
        first68: cell('first_message_6.8.0'),
        exit78: cell('exit_7.8.0'),
        first78: cell('first_message_7.8.0'),
      },
    }));
}
