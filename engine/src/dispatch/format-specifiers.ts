import { behaves } from '../behaviour.js';
import type { FormatContext } from './format-context.js';
import { LONGEST_EXPANSION, type SpecifierFault, specifierValue } from './format-specifier.js';

/** A command line that could not be expanded makes the delivery fail. */
interface FormatFault {
  readonly fault: SpecifierFault | 'line-too-long';
  /** What stands between `%{` and `}`, where one specifier is to blame. */
  readonly specifier?: string;
}

export type Expanded =
  | { readonly outcome: 'expanded'; readonly text: string }
  /** The daemon gave up without an error, and goes on with the text as written, specifiers and all. */
  | {
      readonly outcome: 'as-written';
      readonly text: string;
      readonly why: 'unclosed' | 'specifier-too-long' | 'home-too-long';
    }
  | ({ readonly outcome: 'failed' } & FormatFault);

/** Format specifiers, `%%` and a leading `~/` in a command line expanded (mda_variables.c:mda_expand_format). Byte texts. */
export function expandFormat(format: string, context: FormatContext): Expanded {
  let text = '';
  let at = 0;
  if (format.startsWith('~/')) {
    text = `${context.user.directory}/`;
    if (text.length > LONGEST_EXPANSION) return { outcome: 'as-written', text: format, why: 'home-too-long' };
    at = 2;
  }
  while (at < format.length && text.length <= LONGEST_EXPANSION) {
    if (!format.startsWith('%{', at)) {
      text += format[at];
      at += format.startsWith('%%', at) ? 2 : 1;
      continue;
    }
    const close = format.indexOf('}', at + 2);
    if (close < 0) return { outcome: 'as-written', text: format, why: 'unclosed' };
    const specifier = format.slice(at + 2, close);
    if (specifier.length > longestSpecifier(context))
      return { outcome: 'as-written', text: format, why: 'specifier-too-long' };
    const value = specifierValue(specifier, context);
    if (value.outcome === 'fault') return { outcome: 'failed', fault: value.fault, specifier };
    text += value.text;
    at = close + 1;
  }
  return text.length > LONGEST_EXPANSION
    ? { outcome: 'failed', fault: 'line-too-long' }
    : { outcome: 'expanded', text };
}

function longestSpecifier({ version }: FormatContext): number {
  return behaves(version, 'longer-specifiers') ? 127 : 126;
}
