import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { judgesRequired } from '../../support/judge.js';
import { Editor, missing, packageExtension } from './editor.js';

const CONFIG = `table aliases { root = alice }
table domains { "example.org", "example.net" }

listen on 127.0.0.1

action "local" mbox alias <aliases>
action   "outbound"   relay

match from any for domain <domains> action "local"
match from local for any action "outbound"
`;

const BROKEN = `action "local" mbox
match from any for domain "example.org" action "loca"
match for local action "local"
`;

/** Statements of all sorts, two of them from before 6.4. */
const OLD = `# Mail for example.org and its friends.
hostmaster = "postmaster@example.org"
table aliases file:/etc/mail/aliases
table secrets { relay = "user:password" }
pki mail.example.org cert "/etc/ssl/mail.crt"
smtp max-message-size 50M

filter "rdns" phase connect match !rdns disconnect "550 no reverse DNS"
listen on 127.0.0.1 port 587 tls-require pki mail.example.org auth tag SUBMISSION filter "rdns"

action "deliver" maildir "~/Maildir" junk alias <aliases>
action "relay" relay host smtp+tls://relay@mx.example.net:587 auth <secrets>
match tag SUBMISSION auth from any for any action "relay"
accept from any for domain "example.org" alias <aliases> deliver to maildir
reject from any for domain "example.net"
`;

const reason = missing();
if (reason !== undefined && !judgesRequired()) console.warn(`skipped: tests in VS Code: ${reason}`);

describe.skipIf(reason !== undefined && !judgesRequired())('in a real VS Code', { shuffle: false }, () => {
  let editor: Editor;

  beforeAll(async () => {
    if (reason !== undefined) throw new Error(reason);
    editor = await Editor.open(packageExtension(), {
      'smtpd.conf': CONFIG,
      'broken.smtpd.conf': BROKEN,
      'old.smtpd.conf': OLD,
      'mail.smtpd-test.yaml': POLICY_TEST,
    });
  }, 180_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await editor?.picture(`failed ${task.name}`);
    // Whatever a failed test left open would lie over what the next one wants to click.
    for (let press = 0; press < 3; press += 1) await editor?.page.keyboard.press('Escape');
  });
  afterAll(() => editor?.close());

  test('an error has its squiggle and its line in Problems', async () => {
    await editor.openFile('broken.smtpd.conf');
    const { page } = editor;
    await page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
    await page.keyboard.press('Control+Shift+M');
    const problems = page.locator('.markers-panel-container .monaco-list-row');
    await problems.nth(1).waitFor();
    expect((await problems.allInnerTexts()).join('\n')).toContain('loca');
    await editor.picture('problems');
    await page.keyboard.press('Control+Shift+M');
  }, 90_000);

  test('the status bar names the language and the release', async () => {
    const bar = editor.page.locator('.statusbar');
    await bar.getByText('smtpd.conf', { exact: true }).waitFor();
    await bar.getByText(/smtpd 7\.8\.0/).waitFor();
  });

  test('a quick fix mends it', async () => {
    const { page } = editor;
    await editor.goTo(2, 51);
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row').first().waitFor({ timeout: 40_000 });
    await editor.picture('quick-fix');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'Change it to "local"' }).first().waitFor();
    // The first of the list is chosen already; a cover lies over it that would take a click.
    await page.keyboard.press('Enter');
    await page.locator('.squiggly-error').first().waitFor({ state: 'detached', timeout: 20_000 });
    await expect
      .poll(() => editor.text('broken.smtpd.conf'), { timeout: 20_000 })
      .toContain('action "local"\nmatch for local');
  }, 60_000);

  test('completion offers the tables', async () => {
    await editor.openFile('smtpd.conf');
    const { page } = editor;
    await editor.goTo(11, 1);
    await editor.type('match from any for domain <');
    await page.keyboard.press('Control+Space');
    const suggestions = page.locator('.suggest-widget .monaco-list-row');
    await suggestions.filter({ hasText: 'domains' }).first().waitFor({ timeout: 20_000 });
    await editor.picture('completion');
    await editor.type('dom');
    await suggestions.filter({ hasText: 'domains' }).first().click();
    await editor.type(' action "local"');
    await page.keyboard.press('Escape');
    await expect
      .poll(() => editor.text('smtpd.conf'), { timeout: 20_000 })
      .toMatch(/for domain <domains> action "local"\n?$/);
  }, 60_000);

  test('hovering a keyword explains it', async () => {
    const { page } = editor;
    await editor.goTo(6, 18);
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    const hover = page.locator('.monaco-hover-content').filter({ hasText: 'mailbox' }).first();
    await hover.waitFor({ timeout: 20_000 });
    await editor.picture('hover');
    await page.keyboard.press('Escape');
  }, 60_000);

  test('a reference leads to its definition', async () => {
    const { page } = editor;
    await editor.goTo(9, 30);
    await page.keyboard.press('F12');
    await page
      .locator('.statusbar')
      .getByText(/Ln 2, Col/)
      .waitFor({ timeout: 20_000 });
  }, 60_000);

  test('renaming a table renames its uses', async () => {
    const { page } = editor;
    await editor.goTo(2, 9);
    await page.keyboard.press('F2');
    const name = page.locator('.rename-box input');
    await name.waitFor({ timeout: 20_000 });
    await name.fill('ours');
    await name.press('Enter');
    await expect
      .poll(() => editor.text('smtpd.conf'), { timeout: 20_000 })
      .toContain('for domain <ours> action "local"');
    expect(editor.text('smtpd.conf')).toContain('table ours {');
  }, 60_000);

  test('formatting gives the usual layout', async () => {
    await editor.command('Format Document');
    await expect.poll(() => editor.text('smtpd.conf'), { timeout: 20_000 }).toContain('action "outbound" relay');
  }, 60_000);

  test('simulating an envelope shows the trace, whose lines lead to the file', async () => {
    const { page } = editor;
    await editor.command('smtpd.conf: Simulate an Envelope');
    for (const answer of ['bob@remote.example', 'alice@example.org', '192.0.2.7']) {
      await page.locator('.quick-input-widget input').first().waitFor();
      await page.keyboard.press('Control+A');
      await editor.type(answer);
      await page.keyboard.press('Enter');
      await page.waitForTimeout(300);
    }
    await page.keyboard.press('Enter');
    const trace = await editor.panel('.verdict');
    await editor.picture('simulation');
    expect(await trace.locator('body').innerText()).toContain('alice');
    await trace.locator('a[data-line]').first().click();
    await page.locator('.tab.active', { hasText: 'smtpd.conf' }).waitFor();
  }, 90_000);

  test('a file of all sorts has its colours, and what is from before 6.4 is struck through', async () => {
    const { page } = editor;
    await editor.openFile('old.smtpd.conf');
    const word = (text: string) => page.locator('.view-line span span', { hasText: new RegExp(`^${text}$`) }).first();
    const colour = (text: string) =>
      word(text).evaluate((node) => (globalThis as unknown as StyledPage).getComputedStyle(node).color);
    await word('accept').waitFor({ timeout: 20_000 });
    // The words are there before their colours are.
    const colours = async (): Promise<number> =>
      new Set(await Promise.all(['table', 'aliases', '"deliver"', '587'].map(colour))).size;
    await expect.poll(colours, { timeout: 20_000 }).toBe(4);
    await page
      .locator('.view-lines .squiggly-inline-deprecated')
      .first()
      .waitFor({ state: 'attached', timeout: 20_000 });
    await editor.picture('colours');
    await editor.command('Preferences: Open Settings (UI)');
    await page.locator('.settings-editor .suggest-input-container').first().waitFor();
    await editor.type('@ext:smtpd-conf.smtpd-conf');
    await page
      .locator('.settings-editor .setting-item', { hasText: 'Target Version' })
      .first()
      .waitFor({ timeout: 20_000 });
    await editor.picture('settings');
    await page.keyboard.press('Control+F4');
  }, 120_000);

  test('the mail flow is a picture with the actions in it', async () => {
    await editor.openFile('smtpd.conf');
    await editor.command('smtpd.conf: Show the Mail Flow');
    const drawing = await editor.panel('svg g.node');
    await editor.picture('mail-flow');
    const labels = await drawing.locator('svg').textContent();
    expect(labels).toContain('outbound');
    expect(labels).toContain('127.0.0.1');
  }, 90_000);

  test('the compiled configuration opens as JSON', async () => {
    await editor.openFile('smtpd.conf');
    await editor.command('smtpd.conf: Show the Compiled Configuration');
    await editor.page.locator('.view-line', { hasText: '"version": 1' }).first().waitFor({ timeout: 30_000 });
    await editor.page.locator('.statusbar').getByText('JSON', { exact: true }).waitFor({ timeout: 20_000 });
    await editor.page.keyboard.press('Control+F4');
  }, 60_000);

  test('a server that is started again answers as before, and nobody is told of what it missed', async () => {
    const { page } = editor;
    await page.keyboard.press('Control+1');
    await editor.openFile('smtpd.conf');
    await editor.command('smtpd.conf: Restart the Language Server');
    // Each line asks for something, while the one server has gone and the other is not there yet.
    for (let press = 0; press < 20; press += 1) await page.keyboard.press(press % 2 ? 'ArrowUp' : 'ArrowDown');
    await editor.goTo(6, 18);
    const hover = page.locator('.monaco-hover-content').filter({ hasText: 'mailbox' }).first();
    await expect
      .poll(
        async () => {
          await page.keyboard.press('Control+K');
          await page.keyboard.press('Control+I');
          return hover.isVisible();
        },
        { timeout: 30_000, interval: 1000 },
      )
      .toBe(true);
    expect(await page.locator('.notifications-toasts .notification-toast').allInnerTexts()).toEqual([]);
  }, 90_000);

  test('policy tests run in the Test Explorer', async () => {
    const { page } = editor;
    await page.locator('.activitybar [aria-label="Testing"]').first().click();
    await page.locator('.test-explorer .monaco-list-row').first().waitFor({ timeout: 30_000 });
    await editor.command('Test: Run All Tests');
    await page.locator('.test-explorer .codicon-testing-passed-icon').first().waitFor({ timeout: 60_000 });
    await editor.picture('policy-tests');
    expect(await page.locator('.test-explorer .codicon-testing-failed-icon').count()).toBe(0);
  }, 120_000);
});

/** What the function that is sent into the page finds there; tests know no DOM. */
interface StyledPage {
  getComputedStyle(node: unknown): { readonly color: string };
}

const POLICY_TEST = `config: smtpd.conf
world:
  hostname: mail.example.org
  users:
    alice: { uid: 1000, gid: 1000, home: /home/alice }
tests:
  - name: mail for us is delivered
    session: { from: 192.0.2.7, mailFrom: bob@remote.example, rcptTo: alice@example.org }
    expect: { decision: accept, action: local }
`;
