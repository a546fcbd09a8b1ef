import { Source } from '@smtpd-conf/grammar';
import type { FaultySettings } from '../workspace/settings-files.js';
import type { Diagnostic } from './diagnostics.js';

/** What is wrong with a settings file, each from where it is to the end of its line. */
export function settingsProblems({ path, text, problems }: Pick<FaultySettings, 'path' | 'text' | 'problems'>): {
  readonly source: Source;
  readonly found: readonly Diagnostic[];
} {
  const source = new Source(path, text);
  const found = problems.map(({ place, message }): Diagnostic => {
    const start = source.lines.offsetAt(place);
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const sentence = /[.?]$/.test(message) ? message : `${message}.`;
    return {
      start: start === end ? Math.max(0, start - 1) : start,
      end,
      severity: 'error',
      code: 'settings',
      message: `${sentence} What the settings said before holds until this is mended.`,
      related: [],
      tag: undefined,
      href: undefined,
    };
  });
  return { source, found };
}
