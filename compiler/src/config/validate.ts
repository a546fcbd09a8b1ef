import type { ErrorObject } from 'ajv/dist/2020.js';
import type { CompiledConfig } from './compiled-config.js';

/** Why a value is no compiled configuration. */
export interface ConfigError {
  /** A JSON pointer to the part that is wrong; empty for the whole. */
  readonly pointer: string;
  readonly message: string;
}

export type ConfigValidation = { readonly config: CompiledConfig } | { readonly errors: readonly ConfigError[] };

type Validator = (value: unknown) => readonly ErrorObject[];

/** More would help nobody. */
const MOST_ERRORS = 20;

let validator: Promise<Validator> | undefined;

/** Holds a value, parsed JSON for instance, against the schema of compiled configurations. */
export async function validateConfig(value: unknown): Promise<ConfigValidation> {
  validator ??= loadValidator();
  const errors = (await validator)(value);
  if (errors.length === 0) return { config: value as CompiledConfig };
  return { errors: errors.slice(0, MOST_ERRORS).map(configError) };
}

/** Ajv is large, and most commands validate nothing. */
async function loadValidator(): Promise<Validator> {
  const { compileValidator } = await import('./compile-validator.js');
  return compileValidator();
}

function configError(error: ErrorObject): ConfigError {
  const { instancePath: pointer, data } = error;
  return { pointer, message: `${pointer === '' ? 'the configuration' : pointer} ${complaint(error, data)}` };
}

function complaint({ keyword, params, message }: ErrorObject, data: unknown): string {
  switch (keyword) {
    case 'required':
      return `lacks "${params.missingProperty}"`;
    case 'additionalProperties':
      return `has "${params.additionalProperty}", which is not known here`;
    case 'type':
      return `must be ${articled(params.type)}, and is ${articled(typeName(data))}`;
    case 'enum':
      return `must be one of ${params.allowedValues.map(quoted).join(', ')}, and is ${quoted(data)}`;
    case 'const':
      return `must be ${quoted(params.allowedValue)}, and is ${quoted(data)}`;
    case 'discriminator':
      return `has ${quoted(params.tagValue)} for "${params.tag}", which is not known here`;
    default:
      return `${message}, and is ${quoted(data)}`;
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function articled(type: string): string {
  if (type === 'null') return type;
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 40 ? text : `${text.slice(0, 38)}…`;
}
