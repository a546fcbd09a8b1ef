import { backtrack } from './backtrack.js';
import { lazyAutomaton } from './lazy-automaton.js';
import { parsePattern } from './parse-pattern.js';
import { PatternFault, PatternText, type RegexError } from './pattern-text.js';
import { buildProgram } from './program.js';

export type CompiledRegex =
  | { readonly ok: true; readonly matches: (bytes: string) => boolean }
  | { readonly ok: false; readonly error: RegexError };

/**
 * A POSIX extended regular expression as glibc reads it in the C locale, GNU's escapes and back-references included:
 * regcomp(3) with REG_EXTENDED | REG_NOSUB, and REG_ICASE for `ignoreCase`. Pattern and texts are byte texts. Matching takes
 * time linear in the text, but for back-references (see backtrack).
 */
export function compileRegex(pattern: string, ignoreCase = false): CompiledRegex {
  try {
    const program = buildProgram(parsePattern(new PatternText(pattern, ignoreCase)));
    const matches = program.refersBack ? (bytes: string) => backtrack(program, bytes) : lazyAutomaton(program);
    return { ok: true, matches: ignoreCase ? (bytes) => matches(upperCase(bytes)) : matches };
  } catch (fault) {
    if (fault instanceof PatternFault) return { ok: false, error: fault.code };
    throw fault;
  }
}

function upperCase(bytes: string): string {
  return bytes.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** table.c:table_regex_match's pattern: `(?i)` at its beginning asks for no regard to case. */
export function compileTableRegex(pattern: string): CompiledRegex {
  return pattern.startsWith('(?i)') ? compileRegex(pattern.slice(4), true) : compileRegex(pattern);
}
