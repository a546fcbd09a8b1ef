import type { Finding } from '@smtpd-conf/checker';
import type { Span } from '@smtpd-conf/grammar';
import type { Snapshot } from '../../snapshot.js';
import { findingsIn } from '../diagnostics.js';

/** The findings of the document that a selection touches. */
export function findingsAt(snapshot: Snapshot, { start, end }: Span): readonly Finding[] {
  return findingsIn(snapshot).filter(({ span }) => span.start <= end && start <= span.end);
}
