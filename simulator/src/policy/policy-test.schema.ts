import { DESCRIBED_WORLD_SCHEMA } from '@smtpd-conf/compiler';

const { definitions, properties: worldProperties } = DESCRIBED_WORLD_SCHEMA;

const DELIVERY = {
  type: 'object',
  additionalProperties: false,
  properties: {
    action: { type: 'string' },
    method: { enum: ['mbox', 'maildir', 'lmtp', 'mda', 'relay', 'file', 'command'] },
    user: { oneOf: [{ type: 'string' }, { type: 'null' }] },
    rcpt: { type: 'string' },
    destination: { type: 'string' },
  },
} as const;

const RECIPIENT = {
  decision: { enum: ['accept', 'reject', 'tempfail'] },
  rule: {
    oneOf: [{ type: 'integer' }, { type: 'null' }],
    description: 'The line of the rule that decides; null for none.',
  },
  action: { type: 'string', description: 'The action of that rule.' },
  reply: { type: 'string', description: 'How the reply to RCPT TO begins, or /REGEX/.' },
  deliveries: { type: 'array', items: { $ref: '#/definitions/delivery' } },
} as const;

/** JSON Schema (draft-07) of a file of policy tests. */
export const POLICY_TEST_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://smtpd-conf.example/schema/policy-test-1.json',
  title: 'Policy tests for smtpd-lint',
  description: 'Sessions played against a configuration, and what must come of them.',
  type: 'object',
  additionalProperties: false,
  required: ['config', 'tests'],
  properties: {
    version: { const: 1 },
    config: { type: 'string', minLength: 1, description: 'The configuration, relative to this file.' },
    root: { type: 'string', description: 'Below it absolute paths are looked up; relative to this file.' },
    world: {
      oneOf: [{ type: 'string', minLength: 1 }, { $ref: '#/definitions/world' }],
      description: 'A world, or the file that describes one, relative to this file.',
    },
    target: { type: 'string', description: 'The release to simulate; the newest by default.' },
    platform: { enum: ['openbsd', 'linux', 'freebsd'] },
    tests: { type: 'array', items: { $ref: '#/definitions/test' } },
  },
  definitions: {
    ...definitions,
    world: { type: 'object', additionalProperties: false, properties: worldProperties },
    delivery: DELIVERY,
    recipient: { type: 'object', additionalProperties: false, properties: RECIPIENT },
    test: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'session', 'expect'],
      properties: {
        name: { type: 'string', minLength: 1 },
        session: { $ref: '#/definitions/session' },
        expect: {
          type: 'object',
          additionalProperties: false,
          minProperties: 1,
          properties: {
            ...RECIPIENT,
            replies: {
              type: 'object',
              additionalProperties: { type: 'string' },
              description: 'By phase (connect, ehlo, mail-from, data, commit): how the reply begins, or /REGEX/.',
            },
            recipients: { type: 'object', additionalProperties: { $ref: '#/definitions/recipient' } },
          },
        },
      },
    },
    session: {
      type: 'object',
      additionalProperties: false,
      required: ['mailFrom', 'rcptTo'],
      properties: {
        listener: {
          oneOf: [{ type: 'string' }, { type: 'integer' }],
          description: 'ADDRESS:PORT, PORT, a tag, or "socket".',
        },
        from: { type: 'string', description: 'The address of the client, or "socket"; 127.0.0.1 by default.' },
        rdns: { type: 'string', description: 'The name of the client in the DNS.' },
        helo: { type: 'string' },
        tls: { type: 'boolean', description: 'Whether the client says STARTTLS where it is offered.' },
        auth: { type: 'string', description: 'The user that the client is authenticated as.' },
        mailFrom: { type: 'string', description: 'Without brackets; "" for the null sender.' },
        rcptTo: { oneOf: [{ type: 'string' }, { type: 'array', minItems: 1, items: { type: 'string' } }] },
        message: { type: 'string' },
      },
    },
  },
} as const;
