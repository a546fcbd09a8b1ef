import { tokenOf } from '@smtpd-conf/compiler';
import type { Token } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';
import { clauseOf } from '../syntax.js';

/** A file of a pki entry that can be read. */
export interface PkiFile {
  /** Of the entry, in lower case as the daemon keeps it. */
  readonly name: string;
  readonly part: 'cert' | 'key';
  /** Its path, where the configuration says it. */
  readonly at: Token;
  readonly bytes: Uint8Array;
}

/** The certificates and keys of pki entries; of several for the same part the last, which is the one that counts. */
export function pkiFiles(subject: Subject): readonly PkiFile[] {
  const files = new Map<string, PkiFile>();
  for (const { name, options } of subject.of('pki')) {
    for (const part of ['cert', 'key'] as const) {
      const clause = clauseOf(options, `pki.${part}`);
      const at = clause && tokenOf(clause);
      if (name === undefined || at === undefined) continue;
      const entry = name.text.toLowerCase();
      files.delete(`${entry} ${part}`);
      const file = subject.world.readFile(at.text);
      if (file.ok) files.set(`${entry} ${part}`, { name: entry, part, at, bytes: file.value });
    }
  }
  return [...files.values()];
}
