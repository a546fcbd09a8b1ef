import { applyFixes } from '@smtpd-conf/checker';
import { findingsIn } from '../diagnostics.js';
import { lineEdits } from '../formatting.js';
import type { ActionSource } from './code-action.js';

/** Every safe fix of the document at once. Where two touch each other, the later one is there the next time. */
export const fixAll: ActionSource = (snapshot) => {
  const { source } = snapshot;
  const own = findingsIn(snapshot).filter(({ fixes }) =>
    fixes.every(({ edits }) => edits.every((edit) => edit.source === source)),
  );
  const { texts, count } = applyFixes(own, ({ safety }) => safety === 'safe');
  const text = texts.get(source);
  if (text === undefined) return [];
  const edits = lineEdits(source.text, text).map((edit) => ({ ...edit, source }));
  return [{ title: `Apply all safe fixes (${count})`, kind: 'source.fixAll', edits }];
};
