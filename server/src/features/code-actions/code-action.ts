import type { Edit, Finding } from '@smtpd-conf/checker';
import type { Span } from '@smtpd-conf/grammar';
import type { Snapshot } from '../../snapshot.js';

export type ActionKind = 'quickfix' | 'refactor.extract' | 'refactor.inline' | 'source.fixAll';

/** A change that an editor may offer. */
export interface CodeAction {
  readonly title: string;
  readonly kind: ActionKind;
  /** In one or several files of the project; those of one file do not overlap. */
  readonly edits: readonly Edit[];
  /** The finding that it mends. */
  readonly finding?: Finding;
  /** Whether it is what one mostly wants: a fix after which the configuration means the same. */
  readonly preferred?: true;
}

/** Finds the actions of one sort for a selection. */
export type ActionSource = (snapshot: Snapshot, selection: Span) => readonly CodeAction[];
