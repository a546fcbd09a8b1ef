import type { LineColumn } from '@smtpd-conf/grammar';
import { Ajv } from 'ajv';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Checked } from './checked.js';
import { schemaComplaints } from './world-problems.js';

/** What parseChecked does, in a module of its own because its libraries are slow to start. */
export function readChecked<T>(text: string, fileName: string, schema: object, what: string): Checked<T> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const placeAt = (offset: number): LineColumn => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const problem = (offset: number, message: string) => ({ file: fileName, place: placeAt(offset), message });
  const [first] = document.errors;
  // What follows the first one is mostly its consequence.
  if (first) return { ok: false, problems: [problem(first.pos[0], first.message)] };
  let value: unknown;
  try {
    value = document.toJS() ?? {};
  } catch (error) {
    // Anchors that are repeated without end.
    return { ok: false, problems: [problem(0, (error as Error).message)] };
  }
  const offsetOf = (path: readonly (string | number)[], atKey: boolean): number => {
    const owner = document.getIn(path.slice(0, -1), true);
    const pair = isMap(owner)
      ? owner.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1))
      : undefined;
    const node = atKey ? pair?.key : document.getIn(path, true);
    return isNode(node) ? (node.range?.[0] ?? 0) : 0;
  };
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true }).compile<T>(schema);
  if (validate(value)) return { ok: true, value, placeOf: (path) => placeAt(offsetOf(path, false)) };
  const problems = schemaComplaints(validate.errors ?? []).map(({ path, atKey, text: complaint }) =>
    problem(offsetOf(path, atKey), `${path.join('.')}: ${complaint}`),
  );
  if (problems.length === 0) problems.push(problem(0, `${what} is a mapping`));
  return { ok: false, problems: problems.sort((a, b) => a.place.line - b.place.line) };
}
