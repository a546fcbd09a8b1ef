/** Colours of a terminal; plain text where it is none, or the user wants none (NO_COLOR, FORCE_COLOR). */
export type Style = 'bold' | 'green' | 'red' | 'dim';

const CODES: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  green: [32, 39],
  red: [31, 39],
  dim: [2, 22],
};

export function styled(style: Style | undefined, text: string): string {
  if (style === undefined || !wantsColour()) return text;
  const [on, off] = CODES[style];
  return `\x1b[${on}m${text}\x1b[${off}m`;
}

/** Whether a stream is to have colours. */
export function wantsColour(stream: NodeJS.WriteStream = process.stdout): boolean {
  const { NO_COLOR = '', FORCE_COLOR } = process.env;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return (stream.isTTY ?? false) && process.env.TERM !== 'dumb';
}
