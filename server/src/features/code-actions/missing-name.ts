import type { Finding } from '@smtpd-conf/checker';
import type { Span } from '@smtpd-conf/grammar';
import type { NameKind, Occurrence } from '../../index/name-index.js';
import type { Snapshot } from '../../snapshot.js';
import { findingsAt } from './findings-at.js';

/** Findings of names that nothing above defines, by the kind of name. */
const KIND_OF: Readonly<Record<string, NameKind>> = {
  'undefined-action': 'action',
  'undefined-table': 'table',
  'undefined-filter': 'filter',
  'undefined-proc': 'proc',
  'undefined-wrapper': 'wrapper',
  'relay-pki-ca-undefined': 'pki',
  'forward-reference': 'action',
};

export interface MissingName {
  readonly finding: Finding;
  readonly use: Occurrence;
  /** The first definition below the use, if there is one. */
  readonly below: Occurrence | undefined;
}

/** The names in a selection that are used before, or without, being defined. */
export function missingNames(snapshot: Snapshot, selection: Span): readonly MissingName[] {
  const { source, project } = snapshot;
  return findingsAt(snapshot, selection).flatMap((finding): MissingName[] => {
    if (KIND_OF[finding.rule] === undefined) return [];
    const use = project.names
      .within(source, finding.span)
      .find(({ role, kind, viaMacro }) => role === 'reference' && kind !== 'macro' && kind !== 'tag' && !viaMacro);
    if (use === undefined) return [];
    const definitions = project.names.of(use.kind, use.name).filter(({ role }) => role === 'definition');
    if (definitions.some(({ order }) => order < use.order)) return [];
    return [{ finding, use, below: definitions[0] }];
  });
}
