import { LEGACY_VERSION, VERSIONS } from '@smtpd-conf/grammar';
import { SEVERITIES } from '../finding.js';
import { type KnownRule, knownRules } from '../known-rules.js';

const NAMES = { type: 'array', items: { $ref: '#/definitions/name' } };
const LEVEL = { enum: ['off', 'on', ...SEVERITIES] };
const FAIL_ON = { enum: SEVERITIES, description: 'The least severity that makes the exit status 1.' };
const CHOICE = {
  select: { ...NAMES, description: 'Only these rules run.' },
  ignore: { ...NAMES, description: 'These rules do not run.' },
  rules: { $ref: '#/definitions/rules' },
};

/** JSON Schema of .smtpd-lint.json, .smtpd-lint.yaml and of "smtpd-lint" in package.json, with every rule and its options. */
export function settingsSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of smtpd-lint',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      target: {
        type: 'string',
        pattern: '^\\d+\\.\\d+(\\.\\d+)?(p\\d+)?$',
        description: 'The release of OpenSMTPD to judge for.',
        examples: [LEGACY_VERSION, ...VERSIONS],
      },
      platform: { enum: ['openbsd', 'linux', 'freebsd'], description: 'Where files and programs are expected.' },
      ...CHOICE,
      failOn: FAIL_ON,
      maxWarnings: { type: 'integer', minimum: 0, description: 'More warnings make the exit status 1.' },
      overrides: {
        type: 'array',
        description: 'What is different for some files; later ones win.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['files'],
          properties: {
            files: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 }, description: 'Globs.' },
            failOn: FAIL_ON,
            ...CHOICE,
          },
        },
      },
    },
    definitions: {
      name: { type: 'string', minLength: 1, description: 'A rule, a category, or all.' },
      level: LEVEL,
      rule: ruleSchema({}),
      rules: {
        type: 'object',
        description:
          'The severity of a rule, off, or on for its own; or an object with that and the options of the rule.',
        additionalProperties: { $ref: '#/definitions/rule' },
        properties: Object.fromEntries(knownRules().flatMap(properties)),
      },
    },
  };
}

/** A rule under its id and its former ids. */
function properties(rule: KnownRule): [string, object][] {
  const { id, aliases = [], what, options = {} } = rule;
  const plain = Object.keys(options).length === 0;
  const schema = { description: what, ...(plain ? { allOf: [{ $ref: '#/definitions/rule' }] } : ruleSchema(options)) };
  return [id, ...aliases].map((name) => [name, schema]);
}

function ruleSchema(options: NonNullable<KnownRule['options']>): object {
  const values = Object.entries(options).map(([name, option]) => [
    name,
    { description: option.what, default: option.default, ...option.schema },
  ]);
  return {
    if: { type: 'object' },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's word
    then: {
      type: 'object',
      additionalProperties: false,
      properties: { severity: { $ref: '#/definitions/level' }, ...Object.fromEntries(values) },
    },
    else: { $ref: '#/definitions/level' },
  };
}
