import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { openWebGate } from './web-gate.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SERVER = join(ROOT, '.cache/vscode/node_modules/code-server/lib/vscode/out/server-main.js');
const CHROMIUM = '/usr/bin/chromium';

/** Without these, Chromium looks for hosts on the network at every start. */
const QUIET =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync';

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'files.autoSave': 'afterDelay',
  'files.autoSaveDelay': 100,
  'editor.hover.delay': 100,
  'window.autoDetectColorScheme': false,
};

/** What is missing for tests in the editor, as a sentence with the remedy; undefined where nothing is. */
export function missing(): string | undefined {
  if (!existsSync(CHROMIUM)) return 'no Chromium: apt-get install chromium';
  if (!existsSync(SERVER)) return 'no VS Code: npm run install:vscode';
  return undefined;
}

/** Builds and packages the extension; the path of the .vsix. */
export function packageExtension(): string {
  execFileSync('npm', ['run', '--silent', 'package', '-w', 'client'], { cwd: ROOT, stdio: 'pipe' });
  return join(ROOT, 'client/smtpd-conf.vsix');
}

/** Where the extension runs: in a process of VS Code's server, or in a worker of the browser. */
type ExtensionHost = 'remote' | 'web';

/** A VS Code with the extension installed, a folder with the given files open in it, and a page that shows it. */
export class Editor {
  private constructor(
    readonly page: Page,
    readonly folder: string,
    private readonly browser: Browser,
    private readonly server: ChildProcess,
    private readonly directory: string,
    private readonly gate: Server | undefined,
  ) {}

  /** @param files by path relative to the folder */
  static async open(
    vsix: string,
    files: Readonly<Record<string, string>>,
    host: ExtensionHost = 'remote',
  ): Promise<Editor> {
    const directory = mkdtempSync(join(tmpdir(), 'vscode-e2e-'));
    const folder = join(directory, 'workspace');
    for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
    write(join(directory, 'data/data/User/settings.json'), JSON.stringify(SETTINGS));
    const where = ['--server-data-dir', join(directory, 'data'), '--extensions-dir', join(directory, 'extensions')];
    const accepted = [...where, '--accept-server-license-terms'];
    if (host === 'remote')
      execFileSync(process.execPath, [SERVER, ...accepted, '--install-extension', vsix], { stdio: 'pipe' });
    const port = await freePort();
    const server = spawn(
      process.execPath,
      [
        ...[SERVER, ...accepted, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
        ...['--telemetry-level', 'off', '--disable-workspace-trust', '--log', 'warn'],
      ],
      // A group of its own, since VS Code's children outlive a plain kill of their parent.
      { detached: true, stdio: 'ignore' },
    );
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET.split(' ') });
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const gate = host === 'web' ? await openWebGate(port, dirname(vsix)) : undefined;
    const editor = new Editor(page, folder, browser, server, directory, gate?.server);
    const url = `http://127.0.0.1:${gate?.port ?? port}`;
    try {
      await answers(`http://127.0.0.1:${port}`);
      await page.goto(`${url}/?folder=${folder}`);
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
      return editor;
    } catch (error) {
      await editor.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.gate?.closeAllConnections();
    this.gate?.close();
    if (this.server.pid !== undefined) process.kill(-this.server.pid, 'SIGKILL');
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Opens a file of the folder from the explorer. */
  async openFile(name: string): Promise<void> {
    await this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label="${name}"]`).dblclick();
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget input').first().waitFor();
    await this.type(title);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Puts the cursor somewhere; line and column count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.page.locator('.quick-input-widget input').first().waitFor();
    await this.type(`${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 5 });
  }

  /**
   * The page in a panel of an extension's that is in front and shows something that `selector` finds. Panels behind others
   * keep their frames, and while a page takes the place of another there are frames for both.
   */
  async panel(selector: string): Promise<Frame> {
    for (let attempt = 0; attempt < 300; attempt++) {
      for (const frame of this.page.frames()) {
        // One that goes away while it is asked is not the one.
        if (await shows(frame, selector).catch(() => false)) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`no panel that is in front shows ${selector}`);
  }

  /** The text of a file of the folder on disk, which the editor saves soon after each change. */
  text(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Writes a file of the folder on disk, as another program would. */
  write(name: string, text: string): void {
    write(join(this.folder, name), text);
  }

  /** A picture for a person to look at; `.cache` is not committed. */
  async picture(name: string): Promise<void> {
    const path = join(ROOT, '.cache/screenshots', `${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }
}

/** Whether a frame is a panel's page, seen itself and with all around it, and has something to see in it. */
async function shows(frame: Frame, selector: string): Promise<boolean> {
  const around = frame.parentFrame();
  if (!around?.parentFrame()) return false;
  for (const one of [around, frame]) if (!(await (await one.frameElement()).isVisible())) return false;
  return frame.locator(selector).first().isVisible();
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Waits until something answers at a URL; throws after half a minute. */
async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`VS Code's server does not answer at ${url}`);
}
