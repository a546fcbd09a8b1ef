import type { Document, Source } from '@smtpd-conf/grammar';
import type { Project } from './workspace/project.js';
import type { Settings } from './workspace/settings.js';

/** One document at one version, and the project that it is a part of. What features work on; offsets are UTF-16. */
export interface Snapshot {
  readonly uri: string;
  readonly version: number;
  readonly source: Source;
  readonly project: Project;
  readonly settings: Settings;
}

/** The document's own statements and comments. */
export function documentOf({ project, source }: Snapshot): Document {
  return project.document(source);
}
