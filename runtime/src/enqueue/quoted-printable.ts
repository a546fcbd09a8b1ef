/** RFC 2045, section 6.7: the longest line, without what says that it goes on. */
const LINE_MAX = 75;

/** A line of text as lines that mail may hold (enqueue.c:qp_encoded_write); a byte text without its end. */
export function quotedPrintable(line: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (let at = 0; at < line.length; at += 1) {
    const piece = encoded(line.charCodeAt(at), at === line.length - 1);
    if (current.length + piece.length > LINE_MAX) {
      lines.push(`${current}=`);
      current = '';
    }
    current += piece;
  }
  return [...lines, current];
}

/** Blanks may stand anywhere but at the end of a line. */
function encoded(byte: number, last: boolean): string {
  const blank = byte === 0x20 || byte === 0x09;
  if (blank ? !last : byte > 0x20 && byte < 0x7f && byte !== 0x3d) return String.fromCharCode(byte);
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
