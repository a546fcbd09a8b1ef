import type { Source, Span } from '@smtpd-conf/grammar';
import type { Position, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

/**
 * Lines as LSP counts them: from 0, and ending at LF, CR LF or CR. The daemon's lines end at LF only, so that a Source
 * cannot be asked.
 */
const MEASURES = new WeakMap<Source, TextDocument>();

/** Takes the lines of a document for those of a source with the same text. */
export function measureBy(source: Source, document: TextDocument): void {
  MEASURES.set(source, document);
}

function measureOf(source: Source): TextDocument {
  let document = MEASURES.get(source);
  if (document === undefined) {
    document = TextDocument.create(source.name, '', 0, source.text);
    MEASURES.set(source, document);
  }
  return document;
}

export function toPosition(source: Source, offset: number): Position {
  return measureOf(source).positionAt(offset);
}

export function toRange(source: Source, { start, end }: Span): Range {
  const document = measureOf(source);
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** The offset of a position; one behind the end of a line or of the text is that end. */
export function toOffset(source: Source, position: Position): number {
  return measureOf(source).offsetAt(position);
}

/** A range whose end stands before its start is the one between them, as it is in changes of a text. */
export function toSpan(source: Source, range: Range): Span {
  const [one, other] = [toOffset(source, range.start), toOffset(source, range.end)];
  return { start: Math.min(one, other), end: Math.max(one, other) };
}
