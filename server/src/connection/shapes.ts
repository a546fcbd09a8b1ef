/** What a value of a message must be, as far as the server reads it; what it does not read is not looked at. */
export type Shape =
  | { readonly is: 'text' | 'flag' | 'number' | 'count' | 'token' | 'anything' }
  | { readonly is: 'list'; readonly of: Shape }
  | { readonly is: 'object'; readonly fields: Readonly<Record<string, Shape>> }
  /** May be missing or null. */
  | { readonly is: 'optional'; readonly of: Shape };

export const text: Shape = { is: 'text' };
export const flag: Shape = { is: 'flag' };
export const number: Shape = { is: 'number' };
/** A whole number from 0. */
export const count: Shape = { is: 'count' };
/** What requests and progress are told apart by. */
export const token: Shape = { is: 'token' };
export const anything: Shape = { is: 'anything' };
export const list = (of: Shape): Shape => ({ is: 'list', of });
export const optional = (of: Shape): Shape => ({ is: 'optional', of });
export const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ is: 'object', fields });

/** What a value is not, in a sentence that names the place in it; undefined where it has its shape. */
export function misfit(value: unknown, shape: Shape, place = 'params'): string | undefined {
  switch (shape.is) {
    case 'anything':
      return undefined;
    case 'optional':
      return value === undefined || value === null ? undefined : misfit(value, shape.of, place);
    case 'list':
      if (!Array.isArray(value)) return wrong(value, place, 'a list');
      return first(value.map((one, index) => () => misfit(one, shape.of, `${place}[${index}]`)));
    case 'object':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(value, place, 'an object');
      return first(
        Object.entries(shape.fields).map(([name, field]) => () => {
          return misfit(
            (value as Record<string, unknown>)[name],
            field,
            place === 'params' ? name : `${place}.${name}`,
          );
        }),
      );
    case 'text':
      return typeof value === 'string' ? undefined : wrong(value, place, 'a string');
    case 'flag':
      return typeof value === 'boolean' ? undefined : wrong(value, place, 'true or false');
    case 'number':
      return typeof value === 'number' ? undefined : wrong(value, place, 'a number');
    case 'count':
      return Number.isInteger(value) && Number(value) >= 0 ? undefined : wrong(value, place, 'a whole number from 0');
    case 'token':
      return typeof value === 'string' || Number.isInteger(value)
        ? undefined
        : wrong(value, place, 'a string or a whole number');
  }
}

function wrong(value: unknown, place: string, expected: string): string {
  return value === undefined ? `"${place}" is missing; it is ${expected}.` : `"${place}" must be ${expected}.`;
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found !== undefined) return found;
  }
  return undefined;
}
