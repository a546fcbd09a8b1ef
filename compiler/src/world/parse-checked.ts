import type { Checked } from './checked.js';

/**
 * Reads YAML or JSON and holds it against a JSON Schema, which must describe a T. `what` names the thing: "a world". The
 * libraries are loaded when it is called, for they are slow to start.
 */
export async function parseChecked<T>(
  text: string,
  fileName: string,
  schema: object,
  what: string,
): Promise<Checked<T>> {
  const { readChecked } = await import('./read-checked.js');
  return readChecked<T>(text, fileName, schema, what);
}
