import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgesRequired } from '../../support/judge.js';
import { documentedSetup, drive, expectFound, installed } from '../editor-home.js';

const missing = !installed('nvim');
if (missing && !judgesRequired()) console.warn('skipped: tests in Neovim: apt-get install neovim');

test.skipIf(missing && !judgesRequired())(
  'Neovim, set up as docs/editors.md says',
  async () => {
    const script = readFileSync(new URL('drive.lua', import.meta.url), 'utf8');
    const found = await drive(
      'nvim',
      ['--headless', '-u', 'init.lua', '-i', 'NONE', '-n', '-c', 'luafile drive.lua', 'smtpd.conf'],
      { 'init.lua': documentedSetup('Neovim', 'lua'), 'drive.lua': script },
    );
    expectFound(found);
    expect(Object.keys(found)).toHaveLength(7);
  },
  150_000,
);
