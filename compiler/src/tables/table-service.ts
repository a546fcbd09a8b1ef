/** What a table can be asked for, as table.c:table_service_name calls it from 7.6 on (in capitals before). */
export const TABLE_SERVICES = [
  'alias',
  'domain',
  'credentials',
  'netaddr',
  'userinfo',
  'source',
  'mailaddr',
  'addrname',
  'mailaddrmap',
  'relayhost',
  'string',
  'regex',
  'auth',
] as const;

export type TableService = (typeof TABLE_SERVICES)[number];
