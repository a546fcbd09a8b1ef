import type { LineColumn } from '@smtpd-conf/grammar';
import { DESCRIBED_WORLD_SCHEMA } from './described-world.schema.js';
import type { WorldDescription } from './world-description.js';
import { schemaComplaints } from './world-problems.js';

/** What is wrong with the text of a world. */
interface WorldProblem {
  /** The file, as the caller calls it. */
  readonly file: string;
  readonly place: LineColumn;
  readonly message: string;
}

export type ParsedWorld =
  | { readonly ok: true; readonly description: WorldDescription }
  | { readonly ok: false; readonly problems: readonly WorldProblem[] };

/** Reads a world from YAML or JSON. The libraries are loaded when it is called, for they are slow to start. */
export async function parseWorld(text: string, fileName: string): Promise<ParsedWorld> {
  const [yaml, { Ajv }] = await Promise.all([import('yaml'), import('ajv')]);
  const lineCounter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter, prettyErrors: false });
  const problem = (offset: number, message: string): WorldProblem => {
    const { line, col } = lineCounter.linePos(offset);
    return { file: fileName, place: { line, column: col }, message };
  };
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.map((error) => problem(error.pos[0], error.message)) };
  }
  const description: unknown = document.toJS() ?? {};
  const validate = new Ajv({ allErrors: true }).compile<WorldDescription>(DESCRIBED_WORLD_SCHEMA);
  if (validate(description)) return { ok: true, description };

  const offsetOf = (path: readonly string[], atKey: boolean): number => {
    const owner = document.getIn(path.slice(0, -1), true);
    const pair = yaml.isMap(owner)
      ? owner.items.find(({ key }) => yaml.isScalar(key) && String(key.value) === path.at(-1))
      : undefined;
    const node = atKey ? pair?.key : document.getIn(path, true);
    return yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0;
  };
  const problems = schemaComplaints(validate.errors ?? []).map(({ path, atKey, text: complaint }) =>
    problem(offsetOf(path, atKey), `${path.join('.')}: ${complaint}`),
  );
  if (problems.length === 0) problems.push(problem(0, 'a world is a mapping'));
  return { ok: false, problems: problems.sort((a, b) => a.place.line - b.place.line) };
}
