import type { Edit } from '@smtpd-conf/checker';
import type { Source, Statement } from '@smtpd-conf/grammar';
import { extentOf } from '../statement-at.js';

/** Where the line of an offset begins. */
export function lineStart({ text }: Source, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** How the lines of a text end. */
export function lineEnd({ text }: Source): string {
  return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
}

/** Writes a statement on a line of its own before another one. */
export function insertLine(source: Source, before: Statement, text: string): Edit {
  const start = lineStart(source, extentOf(before).start);
  return { source, start, end: start, text: text + lineEnd(source) };
}

/** Takes the lines of a statement out, with what else stands on them. */
export function cutLines(source: Source, statement: Statement): Edit {
  const extent = extentOf(statement);
  const start = lineStart(source, extent.start);
  const feed = source.text.indexOf('\n', extent.end);
  return { source, start, end: feed === -1 ? source.text.length : feed + 1, text: '' };
}
