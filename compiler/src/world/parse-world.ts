import type { CheckedProblem } from './checked.js';
import { DESCRIBED_WORLD_SCHEMA } from './described-world.schema.js';
import { parseChecked } from './parse-checked.js';
import type { WorldDescription } from './world-description.js';

export type ParsedWorld =
  | { readonly ok: true; readonly description: WorldDescription }
  | { readonly ok: false; readonly problems: readonly CheckedProblem[] };

/** Reads a world from YAML or JSON. */
export async function parseWorld(text: string, fileName: string): Promise<ParsedWorld> {
  const parsed = await parseChecked<WorldDescription>(text, fileName, DESCRIBED_WORLD_SCHEMA, 'a world');
  return parsed.ok ? { ok: true, description: parsed.value } : parsed;
}
