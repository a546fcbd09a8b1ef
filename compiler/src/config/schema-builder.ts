declare const TYPE: unique symbol;

/** Any JSON Schema (draft 2020-12). */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** A JSON Schema for values of type T. T is invariant: a schema that allows more or less than the type does not fit. */
export interface Schema<T> extends JsonSchema {
  readonly [TYPE]?: (value: T) => T;
}

interface OptionalSchema<T> {
  readonly optional: Schema<T>;
}

type TypeOf<S> = S extends { readonly [TYPE]?: (value: infer T) => unknown } ? T : never;

/** One schema for each property of T, wrapped in `optional()` exactly where the property is. */
type Properties<T> = {
  readonly [Key in keyof T]-?: Record<never, never> extends Pick<T, Key>
    ? OptionalSchema<Required<T>[Key]>
    : Schema<T[Key]>;
};

export const string: Schema<string> = { type: 'string' };
export const boolean: Schema<boolean> = { type: 'boolean' };

export function integer(minimum?: number, maximum?: number): Schema<number> {
  return { type: 'integer', ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

export function constant<const T extends string | number>(value: T): Schema<T> {
  return { const: value };
}

export function oneOfStrings<const T extends readonly string[]>(...values: T): Schema<T[number]> {
  return { enum: values };
}

export function list<T>(items: Schema<T>, limits: { minItems?: number; maxItems?: number } = {}): Schema<readonly T[]> {
  return { type: 'array', items, ...limits };
}

/** Values under names that the schema does not know. */
export function record<T>(values: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return { type: 'object', additionalProperties: values };
}

/** An object of exactly these properties. */
export function object<T>(properties: NoInfer<Properties<T>>): Schema<T> {
  const entries = Object.entries(properties as Readonly<Record<string, JsonSchema>>);
  return {
    type: 'object',
    required: entries.filter(([, schema]) => !('optional' in schema)).map(([name]) => name),
    properties: Object.fromEntries(
      entries.map(([name, schema]) => [name, 'optional' in schema ? schema.optional : schema]),
    ),
    additionalProperties: false,
  };
}

export function optional<T>(schema: Schema<T>): OptionalSchema<T> {
  return { optional: schema };
}

/** Objects that a property tells apart. */
export function tagged<const S extends readonly JsonSchema[]>(tag: string, ...schemas: S): Schema<TypeOf<S[number]>> {
  return { type: 'object', discriminator: { propertyName: tag }, required: [tag], oneOf: schemas };
}

export function describe<T>(description: string, schema: Schema<T>): Schema<T> {
  return '$ref' in schema ? { description, ...schema } : { ...schema, description };
}
