import { FILTER_PHASES } from '@smtpd-conf/grammar';

/** JSON Schema (draft-07) of a described world: what a configuration is checked and simulated against in CI. */
export const DESCRIBED_WORLD_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://smtpd-conf.example/schema/world-1.json',
  title: 'A world for smtpd-lint',
  description: 'What smtpd would find on the machine: files, names, addresses. Whatever is left out does not exist.',
  type: 'object',
  additionalProperties: false,
  properties: {
    version: { const: 1, description: 'The version of this format.' },
    files: {
      type: 'object',
      description: 'By absolute path: the text of a file, or its contents with its owner and permissions.',
      propertyNames: { pattern: '^/[^\\u0000]*$' },
      additionalProperties: { oneOf: [{ type: 'string' }, { $ref: '#/definitions/file' }] },
    },
    hostname: { type: 'string', minLength: 1, description: 'What gethostname(3) says; "localhost" by default.' },
    interfaces: {
      type: 'object',
      description: 'By name: the addresses of a network interface; by default lo with 127.0.0.1 and ::1.',
      additionalProperties: {
        oneOf: [
          { $ref: '#/definitions/addresses' },
          {
            type: 'object',
            additionalProperties: false,
            required: ['addresses'],
            properties: {
              addresses: { $ref: '#/definitions/addresses' },
              groups: { type: 'array', items: { type: 'string' }, description: 'Interface groups (OpenBSD).' },
            },
          },
        ],
      },
    },
    hosts: {
      type: 'object',
      description: 'By name: the addresses of a host, in the order in which a resolver gives them.',
      additionalProperties: {
        oneOf: [
          { $ref: '#/definitions/addresses' },
          {
            type: 'object',
            additionalProperties: false,
            required: ['addresses'],
            properties: {
              addresses: { $ref: '#/definitions/addresses' },
              canonical: {
                type: 'string',
                minLength: 1,
                description: 'Its canonical name; the name itself by default.',
              },
            },
          },
        ],
      },
    },
    services: {
      type: 'object',
      description: 'TCP ports by service name, beside those of mail.',
      additionalProperties: { type: 'integer', minimum: 1, maximum: 65535 },
    },
    uid: { type: 'integer', minimum: 0, description: 'The user that checks the configuration; 0 by default.' },
    openFiles: {
      type: 'integer',
      minimum: 1,
      description: 'How many configuration files can be open at once; 1020 by default.',
    },
    users: {
      type: 'object',
      description: 'By name: the users of the system, to deliver to and to authenticate.',
      additionalProperties: { $ref: '#/definitions/user' },
    },
    passwords: {
      type: 'object',
      description:
        'By crypt(3) hash: the password that it was made of. Of other hashes the system is asked, where it has a crypt(3).',
      additionalProperties: { type: 'string' },
    },
    reverse: {
      type: 'object',
      description:
        'By address: the name that the DNS has for it. It is confirmed where "hosts" has the address for the name.',
      additionalProperties: { type: 'string', minLength: 1 },
    },
    mx: {
      type: 'object',
      description: 'By domain: its mail exchangers.',
      additionalProperties: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['preference', 'host'],
          properties: { preference: { type: 'integer', minimum: 0, maximum: 65535 }, host: { type: 'string' } },
        },
      },
    },
    tables: {
      type: 'object',
      description:
        'By name: what tables say that the configuration does not hold (db, proc); "fails" where asking fails.',
      additionalProperties: {
        oneOf: [
          { const: 'fails' },
          { type: 'array', items: { type: 'string' } },
          { type: 'object', additionalProperties: { type: 'string' } },
        ],
      },
    },
    filters: {
      type: 'object',
      description:
        'By name of the filter: what its process answers. Filters that are not named here let everything pass.',
      additionalProperties: { type: 'array', items: { $ref: '#/definitions/filterAnswer' } },
    },
    clock: {
      type: 'string',
      pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:Z|[+-]\\d\\d:\\d\\d)$',
      description: 'The time of day.',
      examples: ['2026-01-31T12:00:00Z'],
    },
  },
  definitions: {
    user: {
      type: 'object',
      additionalProperties: false,
      required: ['uid'],
      properties: {
        uid: { type: 'integer', minimum: 0 },
        gid: { type: 'integer', minimum: 0, description: 'The uid by default.' },
        home: { type: 'string', pattern: '^/', description: '/home/NAME by default.', examples: ['/home/alice'] },
        forward: {
          oneOf: [{ type: 'string' }, { $ref: '#/definitions/file' }],
          description: 'The text of ~/.forward, or the file with its permissions; owned by the user by default.',
        },
        password: {
          oneOf: [
            { type: 'string' },
            {
              type: 'object',
              additionalProperties: false,
              required: ['plain'],
              properties: { plain: { type: 'string', description: 'The password itself.' } },
            },
          ],
          description: 'A crypt(3) hash, or the password itself as { plain: ... }.',
        },
      },
    },
    filterAnswer: {
      type: 'object',
      additionalProperties: false,
      required: ['phase'],
      properties: {
        phase: { enum: FILTER_PHASES },
        argument: { type: 'string', description: 'Only for this argument of the phase; for any without it.' },
        answer: { enum: ['proceed', 'junk', 'reject', 'disconnect', 'rewrite', 'report'] },
        text: { type: 'string', description: 'What reject, disconnect, rewrite and report say.' },
        prepend: { type: 'array', items: { type: 'string' }, description: 'data-line only: lines before the message.' },
      },
    },
    addresses: {
      type: 'array',
      description: 'IPv4 or IPv6 addresses; a link-local one may end in % and the number of the interface.',
      items: { type: 'string', pattern: '^(?:[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[0-9]+)?)$' },
    },
    file: {
      type: 'object',
      additionalProperties: false,
      properties: {
        text: { type: 'string', description: 'The contents, to be written as UTF-8.' },
        base64: {
          type: 'string',
          pattern: '^[A-Za-z0-9+/\\s]*={0,2}\\s*$',
          description: 'The contents, byte for byte.',
        },
        directory: { const: true, description: 'There is a directory of that name.' },
        error: {
          type: 'string',
          pattern: '^E[A-Z0-9]+$',
          description: 'Opening it fails with this error.',
          examples: ['EACCES'],
        },
        mode: {
          type: 'string',
          pattern: '^[0-7]{3,4}$',
          description: 'Permission bits, octal; "0644" by default.',
          examples: ['0600'],
        },
        uid: { type: 'integer', minimum: 0, description: '0 by default.' },
        gid: { type: 'integer', minimum: 0, description: '0 by default.' },
      },
      oneOf: [{ required: ['text'] }, { required: ['base64'] }, { required: ['directory'] }, { required: ['error'] }],
    },
  },
} as const;
