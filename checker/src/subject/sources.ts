import type { Source } from '@smtpd-conf/grammar';
import type { Subject } from '../subject.js';

/** The configuration files that were read, the main one first. */
export function sources({ analysis: { state } }: Subject): readonly Source[] {
  return state.files.flatMap((_, index) => state.sourceAt(index) ?? []);
}
