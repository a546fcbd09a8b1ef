import { atLeast, type Version } from './version.js';

/** Whether in quotes a backslash before a blank goes (parse.y:yylex); 6.4.0 means to drop it too, but keeps it. */
export function dropsBackslashBeforeBlank(version: Version): boolean {
  return atLeast(version, '6.6.0');
}
