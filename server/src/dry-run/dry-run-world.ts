import {
  type CheckedProblem,
  describedWorld,
  parseWorld,
  type World,
  type WorldDescription,
} from '@smtpd-conf/compiler';
import { describedMailWorld, layeredFiles, type MailWorld } from '@smtpd-conf/simulator';

/** A world, or in words why there is none. */
export type DryRunWorld =
  | { readonly ok: true; readonly world: MailWorld }
  | { readonly ok: false; readonly message: string };

/** What the supposed world supposes, for the reader of a trace. */
export const SUPPOSED =
  'no world is described: every user and every domain is taken to exist, and the name of a client is not known; the setting smtpd-conf.world names a file that says more';

/**
 * The world of a dry run for which nobody has described one: the files that the editor sees, and everybody whom mail may be
 * for. Tables that only a database or a program holds stay unknown, and so does the name of a client.
 */
export function supposedWorld(seen: World): MailWorld {
  const world = describedMailWorld({ reverse: {} }, { files: seen });
  return {
    ...world,
    user: (username) => ({ username, uid: 1000, gid: 1000, directory: `/home/${username}` }),
    forwardFile: () => ({ outcome: 'absent' }),
    exchangers: () => ({ outcome: 'records', records: [] }),
  };
}

/** A described world; files that the description does not have are those that the editor sees. */
export function editorWorld(description: WorldDescription, seen: World): MailWorld {
  return describedMailWorld(description, { files: layeredFiles(describedWorld(description), seen) });
}

/** The same out of the text of a file. */
export async function readEditorWorld(text: string, path: string, seen: World): Promise<DryRunWorld> {
  const parsed = await parseWorld(text, path);
  if (parsed.ok) return { ok: true, world: editorWorld(parsed.description, seen) };
  return { ok: false, message: `The world cannot be read: ${problemsText(parsed.problems)}` };
}

/** Where each problem is, lines and columns from 1, and what it is. */
export function problemsText(problems: readonly CheckedProblem[]): string {
  return problems.map(({ file, place, message }) => `${file}:${place.line}:${place.column}: ${message}`).join('\n');
}
