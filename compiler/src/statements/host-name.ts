const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;

/**
 * res_hnok(3) as glibc 2.36 has it: labels of letters, digits, `-` and `_`; the first may not begin with `-`; no empty
 * label but for a final dot; the empty name is one. `\\DDD` and `\\X` escapes count as the character they stand for.
 */
export function isHostName(name: string): boolean {
  if (!/^[\x21-\x7e]*$/.test(name)) return false;
  const labels = splitLabels(name);
  if (labels === undefined || labels[0]?.startsWith('-')) return false;
  return labels.every((label) => /^[A-Za-z0-9_-]+$/.test(label));
}

/** ns_name_pton(3): the labels of a name, or undefined where it is none. */
function splitLabels(name: string): string[] | undefined {
  if (name === '' || name === '.') return [];
  const labels: string[] = [];
  let label = '';
  for (let at = 0; at < name.length; at++) {
    const char = name[at] as string;
    if (char === '.') {
      if (label === '') return undefined;
      labels.push(label);
      label = '';
      continue;
    }
    if (char !== '\\') {
      label += char;
      continue;
    }
    const escaped = /^\\(\d{3}|\D)/.exec(name.slice(at));
    if (escaped === null) return undefined;
    const code = escaped[1] as string;
    if (code.length === 3 && Number(code) > 255) return undefined;
    label += code.length === 3 ? String.fromCharCode(Number(code)) : code;
    at += escaped[0].length - 1;
  }
  if (label !== '') labels.push(label);
  const length = labels.reduce((sum, next) => sum + next.length + 1, 1);
  return length > LONGEST_NAME || labels.some((next) => next.length > LONGEST_LABEL) ? undefined : labels;
}
