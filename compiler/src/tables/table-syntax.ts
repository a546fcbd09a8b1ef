import { atLeast, type Version } from '@smtpd-conf/grammar';

/** How a release reads the file of a static table. */
export interface TableSyntax {
  /** A key in brackets ends at its bracket, and one blank or colon before the value is skipped, not every one. */
  readonly brackets: boolean;
  /** The line on stderr about an entry of a mapping that has no value. */
  readonly malformed: (path: string, line: number) => string;
  /** The line on stderr about a file that cannot be opened; `reason` as strerror(3) has it. */
  readonly unopened: (path: string, reason: string) => string;
}

const malformedUntil74 = (path: string, line: number) => `${path}: invalid map entry line ${line}`;
const malformedFrom75 = (path: string, line: number) => `${path}:${line} invalid map entry`;
const unopenedIn64 = (path: string, reason: string) => `warn: Table "${path}": ${reason}`;
const unopened = (path: string, reason: string) => `${path}: fopen: ${reason}`;

/**
 * The loop in table_static.c:table_static_priv_load until 7.4; util.c:parse_table_line in 7.5, which splits lines as
 * before, and from 7.6 on.
 */
export function tableSyntax(version: Version): TableSyntax {
  return {
    brackets: atLeast(version, '7.6.0'),
    malformed: atLeast(version, '7.5.0') ? malformedFrom75 : malformedUntil74,
    unopened: atLeast(version, '6.6.0') ? unopened : unopenedIn64,
  };
}
