import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgesRequired } from '../../support/judge.js';
import { Editor, missing, packageExtension } from './editor.js';

const CONFIG = `table domains { "example.org" }
action "local" mbox
match from any for domain <domains> action "loca"
match for local action "local"
`;

const reason = missing();
if (reason !== undefined && !judgesRequired()) console.warn(`skipped: tests in VS Code on the web: ${reason}`);

describe.skipIf(reason !== undefined && !judgesRequired())('in VS Code’s web worker', { shuffle: false }, () => {
  let editor: Editor;

  beforeAll(async () => {
    if (reason !== undefined) throw new Error(reason);
    editor = await Editor.open(packageExtension(), { 'smtpd.conf': CONFIG }, 'web');
    await editor.openFile('smtpd.conf');
  }, 180_000);
  afterAll(() => editor?.close());

  test('the extension and its server run: an error is shown', async () => {
    const { page } = editor;
    await page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 90_000 });
    await page.keyboard.press('Control+Shift+M');
    const problems = page.locator('.markers-panel-container .monaco-list-row');
    await problems.nth(1).waitFor();
    expect((await problems.allInnerTexts()).join('\n')).toContain('loca');
    await page.keyboard.press('Control+Shift+M');
    await editor.picture('web-extension');
  }, 120_000);

  test('a table is completed', async () => {
    const { page } = editor;
    await editor.goTo(5, 1);
    await editor.type('match from any for domain <');
    await page.keyboard.press('Control+Space');
    await page
      .locator('.suggest-widget .monaco-list-row')
      .filter({ hasText: 'domains' })
      .first()
      .waitFor({ timeout: 20_000 });
    await page.keyboard.press('Escape');
  }, 60_000);

  test('what the browser cannot see is said to be unseen, and is no error', async () => {
    const { page } = editor;
    await editor.goTo(5, 1);
    await page.keyboard.press('Control+Shift+K');
    await editor.type('include "/etc/mail/rules.conf');
    await page.keyboard.press('Control+Shift+M');
    await page
      .locator('.markers-panel-container .monaco-list-row', { hasText: 'This file is not looked at: in the browser' })
      .first()
      .waitFor({ timeout: 20_000 });
    await editor.picture('web-extension-unseen');
    await page.keyboard.press('Control+Shift+M');
  }, 60_000);

  test('the mail flow is a picture', async () => {
    await editor.command('smtpd.conf: Show the Mail Flow');
    await editor.panel('svg g.node');
    await editor.picture('web-extension-mail-flow');
  }, 60_000);
});
