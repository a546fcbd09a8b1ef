import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgesRequired } from '../../support/judge.js';
import { documentedSetup, drive, expectFound, installed } from '../editor-home.js';

const missing = !installed('emacs');
if (missing && !judgesRequired()) console.warn('skipped: tests in Emacs: apt-get install emacs-nox elpa-eglot');

test.skipIf(missing && !judgesRequired())(
  'Emacs with eglot, set up as docs/editors.md says',
  async () => {
    const script = readFileSync(new URL('drive.el', import.meta.url), 'utf8');
    const found = await drive(
      'emacs',
      ['--batch', '--eval', '(package-initialize)', '--load', 'init.el', '--load', 'drive.el'],
      { 'init.el': documentedSetup('Emacs', 'elisp'), 'drive.el': script },
    );
    expectFound(found);
    expect(Object.keys(found)).toHaveLength(7);
  },
  150_000,
);
