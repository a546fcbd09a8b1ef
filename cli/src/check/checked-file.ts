import { ruleNamed } from '@smtpd-conf/checker';
import { UserError } from '../exit-status.js';
import type { FileReport } from '../reporters/file-report.js';

/** What came of one file: plain data, so that workers can send it. */
export type CheckedFile =
  | {
      readonly outcome: 'checked';
      readonly report: FileReport;
      /** Whether fixes were made, or would be with --diff. */
      readonly fixed: boolean;
    }
  /** It could not be read or written. */
  | { readonly outcome: 'unreadable'; readonly message: string; readonly status: number }
  /** A fault of ours; the report has it as its only finding. */
  | { readonly outcome: 'crashed'; readonly report: FileReport };

/** What a check that threw comes to, so that the other files are checked all the same. */
export function failedCheck(path: string, error: unknown): CheckedFile {
  if (error instanceof UserError) return { outcome: 'unreadable', message: error.message, status: error.status };
  const text = error instanceof Error ? error.message : String(error);
  const nowhere = { line: 1, column: 1 };
  const report: FileReport = {
    path,
    dialect: 'modern',
    diagnostics: [
      {
        rule: 'internal-error',
        severity: ruleNamed('internal-error')?.severity ?? 'error',
        message: `Checking this file failed: ${text}. Nothing else is said of it. Please report this together with the file.`,
        range: { start: nowhere, end: nowhere },
        related: [],
        fixes: [],
        line: '',
      },
    ],
    suppressed: [],
  };
  return { outcome: 'crashed', report };
}
