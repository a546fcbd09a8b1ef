import type { ErrorObject } from 'ajv';

/** What a schema has against one part of a value. */
export interface SchemaComplaint {
  /** Keys and indices from the top to the part. */
  readonly path: readonly string[];
  /** Whether the last key of the path is at fault, not its value. */
  readonly atKey: boolean;
  readonly text: string;
}

/** One complaint for each part that is wrong, none for the parts around it; ajv complains of every alternative. */
export function schemaComplaints(errors: readonly ErrorObject[]): readonly SchemaComplaint[] {
  const byPart = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const part = JSON.stringify(pathOf(error));
    byPart.set(part, [...(byPart.get(part) ?? []), error]);
  }
  const parts = [...byPart.keys()];
  const isAround = (part: string) => parts.some((other) => other.startsWith(`${part.slice(0, -1)},`));
  return [...byPart].filter(([part]) => part !== '[]' && !isAround(part)).map(([, about]) => complaint(about));
}

function complaint(errors: readonly ErrorObject[]): SchemaComplaint {
  const telling = errors.find(({ keyword }) => keyword !== 'type' && keyword !== 'oneOf' && keyword !== 'required');
  const first = telling ?? (errors[0] as ErrorObject);
  return { path: pathOf(first), atKey: keyAtFault(first) !== undefined, text: textOf(first, errors) };
}

function textOf(first: ErrorObject, errors: readonly ErrorObject[]): string {
  if (first.keyword === 'additionalProperties') return 'is not known here';
  const texts = first.keyword === 'type' || first.keyword === 'required' ? errors : [first];
  const alternatives = texts.filter(({ keyword }) => keyword === first.keyword).map(({ message = '' }) => message);
  return alternatives.join(' or ').replaceAll(/ or must /g, ' or ') || 'is not valid';
}

function pathOf(error: ErrorObject): string[] {
  const path = error.instancePath
    .split('/')
    .slice(1)
    // A JSON pointer (RFC 6901).
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const key = keyAtFault(error);
  return key === undefined ? path : [...path, key];
}

function keyAtFault({ keyword, params, propertyName }: ErrorObject): string | undefined {
  if (keyword === 'additionalProperties') return String(params.additionalProperty);
  return propertyName ?? (keyword === 'propertyNames' ? String(params.propertyName) : undefined);
}
