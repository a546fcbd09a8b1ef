import type { CompiledCa, CompiledPki } from '../config/compiled-config.js';
import { nameKey } from './fragment.js';
import type { Orderable } from './order.js';
import type { Scribe } from './scribe.js';
import { statement } from './statement.js';

/** `pki NAME …` */
export function printPki(scribe: Scribe, { name, cert, key, dhe }: CompiledPki): Orderable {
  const parts = [
    ...scribe.wordClause('pki.cert', 'cert STRING', cert),
    ...scribe.wordClause('pki.key', 'key STRING', key),
    ...scribe.wordClause('pki.dhe', 'dhe STRING', dhe === 'none' ? undefined : dhe),
  ];
  return statement(['pki', scribe.word(name), ...parts], [nameKey('pki', name)]);
}

/** `ca NAME cert PATH` */
export function printCa(scribe: Scribe, { name, cert }: CompiledCa): Orderable {
  if (cert === undefined) scribe.complain('a ca without a certificate cannot be written');
  return statement(
    ['ca', scribe.word(name), ...scribe.wordClause('ca.cert', 'cert STRING', cert)],
    [nameKey('ca', name)],
  );
}
