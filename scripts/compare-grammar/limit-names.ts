import { afterBlock, withoutComments } from './c-text.js';

/** The strings that a limit's code compares its name with, in the action itself or in the function it calls. */
export function limitNames(action: string, limitC: string | undefined): readonly string[] | undefined {
  const own = comparedWith(action, /\$1/);
  if (own.length > 0) return own;
  const called = /(\w+)\s*\([^()]*\$1\s*,\s*\$2\s*\)/.exec(withoutComments(action));
  if (!called || limitC === undefined) return undefined;
  const names = comparedWith(functionBody(limitC, called[1] as string), /\w+/);
  return names.length > 0 ? names : undefined;
}

/** Whether a limit's name goes to a function whose code is in another file. */
export function asksElsewhere(action: string): boolean {
  return limitNames(action, undefined) === undefined && /\(\s*[^()]*\$1\s*,\s*\$2\s*\)/.test(withoutComments(action));
}

function comparedWith(code: string, subject: RegExp): string[] {
  const pattern = new RegExp(String.raw`str(?:case)?cmp\s*\(\s*${subject.source}\s*,\s*"([^"]*)"\s*\)`, 'g');
  return [...withoutComments(code).matchAll(pattern)].map((match) => match[1] as string);
}

function functionBody(text: string, name: string): string {
  const code = withoutComments(text);
  const head = new RegExp(String.raw`\b${name}\s*\([^;{]*\)\s*\{`).exec(code);
  if (!head) return '';
  const open = head.index + head[0].length - 1;
  return code.slice(open, afterBlock(code, open));
}
