/** strtonum(3): a whole number in decimal, blanks and a sign before it allowed; undefined where it is none or out of range. */
export function strtonum(text: string, least: number, most: number): number | undefined {
  if (!/^[ \t\n\v\f\r]*[+-]?\d+$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}
