const SEVERITY = { enum: ['error', 'warning', 'info'] };
const NAMES = { type: 'array', items: { type: 'string', minLength: 1 } };
const RULES = { type: 'object', additionalProperties: { enum: ['off', 'on', 'error', 'warning', 'info'] } };

/** JSON Schema of .smtpd-lint.json, .smtpd-lint.yaml and of "smtpd-lint" in package.json. */
export const SETTINGS_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Settings of smtpd-lint',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    target: { type: 'string', description: 'The release of OpenSMTPD to judge for.' },
    platform: { enum: ['openbsd', 'linux', 'freebsd'] },
    select: { ...NAMES, description: 'Ids or categories of rules: only these run.' },
    ignore: { ...NAMES, description: 'Ids or categories of rules that do not run.' },
    rules: { ...RULES, description: 'The severity of rules by id, off, or on for their own.' },
    failOn: SEVERITY,
    maxWarnings: { type: 'integer', minimum: 0 },
    overrides: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['files'],
        properties: { files: { ...NAMES, minItems: 1 }, select: NAMES, ignore: NAMES, rules: RULES },
      },
    },
  },
} as const;
