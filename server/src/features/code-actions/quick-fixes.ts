import type { ActionSource, CodeAction } from './code-action.js';
import { findingsAt } from './findings-at.js';

/** The fixes of the findings there, the best of each first. */
export const quickFixes: ActionSource = (snapshot, selection) =>
  findingsAt(snapshot, selection).flatMap((finding) =>
    finding.fixes.map(({ title, safety, edits }, index): CodeAction => {
      const action: CodeAction = { title, kind: 'quickfix', edits, finding };
      return index === 0 && safety === 'safe' ? { ...action, preferred: true } : action;
    }),
  );
