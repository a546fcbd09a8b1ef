/**
 * strnvis(3) with VIS_WHITE and VIS_SAFE, as the daemon shows user names to its log and its filters: nothing in the result
 * can end a line or a field of a protocol by lines.
 */
export function visible(text: string): string {
  return Array.from(text, (character) => encoded(character.charCodeAt(0))).join('');
}

function encoded(code: number): string {
  const character = String.fromCharCode(code);
  if (character === '\\') return '\\\\';
  if ((code > 0x20 && code < 0x7f) || code === 0x07 || code === 0x08 || code === 0x0d) return character;
  const low = code & 0x7f;
  if (low === 0x20) return `\\${code.toString(8).padStart(3, '0')}`;
  const meta = code > 0x7f ? 'M' : '';
  if (low < 0x20) return `\\${meta}^${String.fromCharCode(low + 0x40)}`;
  return low === 0x7f ? `\\${meta}^?` : `\\${meta}-${String.fromCharCode(low)}`;
}
