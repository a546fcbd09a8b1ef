import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgesRequired } from '../../support/judge.js';
import { documentedSetup, drive, expectFound, installed } from '../editor-home.js';

const ALE = '/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale';
const missing = !installed('vim') || !existsSync(ALE);
if (missing && !judgesRequired()) console.warn('skipped: tests in Vim: apt-get install vim vim-ale');

test.skipIf(missing && !judgesRequired())(
  'Vim with ALE, set up as docs/editors.md says',
  async () => {
    const script = readFileSync(new URL('drive.vim', import.meta.url), 'utf8');
    const found = await drive(
      'vim',
      ['-N', '-u', 'vimrc', '-i', 'NONE', '-n', '--not-a-term', '-S', 'drive.vim', 'smtpd.conf'],
      { vimrc: `set nocompatible\nfiletype on\n${documentedSetup('Vim', 'vim')}`, 'drive.vim': script },
    );
    expectFound(found);
    expect(Object.keys(found).toSorted()).toEqual(['definition', 'diagnostic', 'hover', 'renamed']);
  },
  150_000,
);
