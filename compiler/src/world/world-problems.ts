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
  const first = errors[0] as ErrorObject;
  return { path: pathOf(first), atKey: keyAtFault(first) !== undefined, text: textOf(errors) };
}

/** What says most: a rule that is broken, then properties that are missing, then the types that it could have. */
function textOf(errors: readonly ErrorObject[]): string {
  const parametersOf = (keyword: string, name: string) =>
    errors.filter((error) => error.keyword === keyword).map(({ params }) => String(params[name]));
  const missing = parametersOf('required', 'missingProperty');
  const broken = errors.find(({ keyword }) => !['type', 'oneOf', 'required', 'if'].includes(keyword));
  if (broken?.keyword === 'additionalProperties') return `is not known here${known(broken)}`;
  if (broken?.keyword === 'enum') return `must be one of ${broken.params.allowedValues.join(', ')}`;
  if (broken?.keyword === 'pattern' && broken.parentSchema?.examples) {
    return `has the wrong form; right would be ${broken.parentSchema.examples.join(', ')}`;
  }
  if (broken) return broken.message ?? 'is not valid';
  if (missing.length > 0) return `must have ${missing.join(' or ')}`;
  return `must be ${parametersOf('type', 'type').join(' or ')}`;
}

/** More names than these help nobody. */
const FEW_NAMES = 24;

/** What could stand instead of a key that is not known; nothing where there is too much of it. */
function known({ parentSchema }: ErrorObject): string {
  const names = Object.keys(parentSchema?.properties ?? {});
  return names.length > 0 && names.length <= FEW_NAMES ? `; known are ${names.join(', ')}` : '';
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
