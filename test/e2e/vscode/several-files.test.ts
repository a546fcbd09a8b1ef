import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { judgesRequired } from '../../support/judge.js';
import { Editor, missing, packageExtension } from './editor.js';

const CONFIG = `include "/etc/mail/rules.conf"
table names file:/etc/mail/names
action "local" mbox
match from any for domain <names> action "local"
match for local action "loca"
`;
const SETTINGS = { 'smtpd-conf.root': 'root', '[plaintext]': { 'files.autoSave': 'off' } };
const FILES = {
  '.vscode/settings.json': JSON.stringify(SETTINGS),
  'root/etc/mail/rules.conf': 'action "listed" mbox\nmatch from any for domain "lists.example.org" action "listed"\n',
  'root/etc/mail/names': 'a.example\n',
  'smtpd.conf': CONFIG,
  'other/smtpd.conf': 'action "a" mbox\nmatch for local action "b"\n',
};

const reason = missing();
if (reason !== undefined && !judgesRequired()) console.warn(`skipped: tests in VS Code: ${reason}`);

describe.skipIf(reason !== undefined && !judgesRequired())('several files in VS Code', { shuffle: false }, () => {
  let editor: Editor;

  beforeAll(async () => {
    if (reason !== undefined) throw new Error(reason);
    editor = await Editor.open(packageExtension(), FILES);
    await editor.openFile('smtpd.conf');
  }, 180_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await editor?.picture(`failed ${task.name}`);
    for (let press = 0; press < 3; press += 1) await editor?.page.keyboard.press('Escape');
  });
  afterAll(() => editor?.close());

  /** What Problems lists, without the files' own rows. */
  const problems = async (): Promise<string[]> => {
    const rows = await editor.page.locator('.markers-panel-container .monaco-list-row').allInnerTexts();
    return rows.filter((row) => row.includes('[Ln '));
  };

  test('every problem is told once: of the open file, of the one that is not, and after edits', async () => {
    const { page } = editor;
    await page.keyboard.press('Control+Shift+M');
    const told = (): Promise<number> => problems().then(({ length }) => length);
    // One in each configuration, and the definition that the misspelt name means.
    await expect.poll(told, { timeout: 60_000 }).toBe(3);
    await page.keyboard.press('Control+1');
    await editor.goTo(5, 30);
    await editor.type(' # so');
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Backspace');
    await page.keyboard.press('Control+S');
    await page.waitForTimeout(1500);
    await expect.poll(told, { timeout: 20_000 }).toBe(3);
    await editor.picture('problems-once');
    await page.keyboard.press('Control+Shift+M');
    await page.keyboard.press('Control+Shift+M');
  }, 120_000);

  test('the status bar follows the settings', async () => {
    const bar = editor.page.locator('.statusbar');
    await editor.page.keyboard.press('Control+1');
    await bar.getByText(/smtpd 7\.8\.0/).waitFor();
    editor.write('.vscode/settings.json', JSON.stringify({ ...SETTINGS, 'smtpd-conf.targetVersion': '6.8.0' }));
    await bar.getByText(/smtpd 6\.8\.0/).waitFor({ timeout: 20_000 });
    editor.write('.vscode/settings.json', FILES['.vscode/settings.json']);
    await bar.getByText(/smtpd 7\.8\.0/).waitFor({ timeout: 20_000 });
  }, 60_000);

  test('a table counts as it stands in the editor, saved or not', async () => {
    const { page } = editor;
    await editor.goTo(2, 20);
    await editor.command('Open Link');
    await page.locator('.tab.active[data-resource-name="names"]').waitFor();
    // The tab is there before the text has the keyboard.
    await page.locator('.statusbar').getByText('Plain Text').waitFor();
    await editor.goTo(2, 1);
    await editor.type('b.example');
    await page.locator('.tab.active.dirty').waitFor();
    await page.locator('.tab[data-resource-name="smtpd.conf"]').first().click();
    await page.locator('.view-line', { hasText: '2 entries' }).first().waitFor({ timeout: 20_000 });
    expect(editor.text('root/etc/mail/names')).toBe('a.example\n');
    await editor.picture('unsaved-table');
  }, 60_000);

  test('an included file is shown in the language, with the numbers that its rules have', async () => {
    const { page } = editor;
    await editor.goTo(1, 15);
    await editor.command('Open Link');
    await page.locator('.tab.active[data-resource-name="rules.conf"]').waitFor();
    await page.locator('.statusbar').getByText('smtpd.conf', { exact: true }).waitFor({ timeout: 20_000 });
    await editor.command('Go to Symbol in Editor');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'rule 1' })
      .first()
      .waitFor({ timeout: 20_000 });
  }, 60_000);

  test('the picture says what the daemon refuses, and takes it back when that is mended and saved', async () => {
    const { page } = editor;
    await page.locator('.tab[data-resource-name="smtpd.conf"]').first().click();
    await editor.command('smtpd.conf: Show the Mail Flow');
    const refused = await editor.panel('.refused a');
    expect(await refused.locator('.refused').innerText()).toContain('smtpd.conf:5: There is no action "loca"');
    await editor.picture('mail-flow-refused');
    await refused.locator('.refused a').click();
    await page
      .locator('.statusbar')
      .getByText(/Ln 5, Col/)
      .waitFor({ timeout: 20_000 });
    // A quote over what is selected would be put around it.
    await page.keyboard.press('Delete');
    await editor.type('"local');
    await page.keyboard.press('Control+S');
    const gone = async (): Promise<number> => (await editor.panel('svg g.node')).locator('.refused').count();
    await expect.poll(gone, { timeout: 20_000 }).toBe(0);
  }, 90_000);
});
