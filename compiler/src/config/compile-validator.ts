import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { COMPILED_CONFIG_SCHEMA } from './schema.js';

/** Holds values against the schema of compiled configurations. */
export function compileValidator(): (value: unknown) => readonly ErrorObject[] {
  const validate = new Ajv2020({ allErrors: true, verbose: true, discriminator: true }).compile(COMPILED_CONFIG_SCHEMA);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
