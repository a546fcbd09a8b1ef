import type { Place } from '@smtpd-conf/compiler';
import { type Anchor, AnchoredPlace, type KeptStatement, type Source, type Statement } from '@smtpd-conf/grammar';
import type { Edit, Finding } from '../finding.js';

/** A finding whose places move with the statements that they are in. */
export interface Moving {
  readonly finding: Finding;
  /** The one with the place of the finding itself; undefined for what concerns the whole file. */
  readonly statement: Statement | undefined;
  /** All that its places are in: it holds as long as all of them are there. */
  readonly statements: ReadonlySet<Statement>;
}

class AnchoredEdit extends AnchoredPlace implements Edit {
  constructor(
    anchor: Anchor,
    place: Place,
    readonly text: string,
  ) {
    super(anchor, place);
  }
}

export type KeptAt = (source: Source, offset: number) => KeptStatement | undefined;

/** Undefined where one of its places is in nothing that is kept, such as the file of a table. */
export function moving(finding: Finding, keptAt: KeptAt): Moving | undefined {
  const { span, related, fixes } = finding;
  const wholeFile = span.start === 0 && span.end === 0;
  const home = wholeFile ? undefined : keptAt(span.source, span.start);
  if (home === undefined && !wholeFile) return undefined;
  const statements = new Set<Statement>();
  const anchorOf = (place: Place): Anchor | undefined => {
    // What stands right behind a statement is put in beside it.
    const own = home && home.anchor.source === place.source && place.start === home.anchor.start + home.length;
    const kept = own ? home : keptAt(place.source, place.start);
    if (kept) statements.add(kept.statement);
    return kept?.anchor;
  };
  let lost = false;
  const move = (place: Place): Place => {
    const anchor = anchorOf(place);
    lost ||= anchor === undefined;
    return anchor ? new AnchoredPlace(anchor, place) : place;
  };
  const moved: Finding = {
    ...finding,
    span: wholeFile ? span : move(span),
    related: related.map(({ message, place }) => ({ message, place: move(place) })),
    fixes: fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map((edit) => {
        const anchor = anchorOf(edit);
        lost ||= anchor === undefined;
        return anchor ? new AnchoredEdit(anchor, edit, edit.text) : edit;
      }),
    })),
  };
  return lost ? undefined : { finding: moved, statement: home?.statement, statements };
}
