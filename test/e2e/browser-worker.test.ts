import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleClient } from '../../scripts/bundle-client.mjs';
import { judgesRequired } from '../support/judge.js';

const CHROMIUM = '/usr/bin/chromium';
const QUIET = '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync';
const ORIGIN = 'http://worker.test';
const URI = 'file:///etc/mail/smtpd.conf';
const TEXT = 'action "local" mbox\nmatch from any for domain "example.org" action "loca"\n';

const absent = !existsSync(CHROMIUM);
if (absent && judgesRequired()) throw new Error('no Chromium: apt-get install chromium');

/** The browser's, as far as the page below needs it. */
declare class Worker {
  constructor(url: string);
  onmessage: (event: { readonly data: unknown }) => void;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** A message of LSP, as the worker takes and gives it. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

describe.skipIf(absent)('the language server in a worker of Chromium', () => {
  const directory = mkdtempSync(join(tmpdir(), 'browser-worker-'));
  let code: string;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await bundleClient(directory);
    code = readFileSync(join(directory, 'server-worker.js'), 'utf8');
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET.split(' ') });
    page = await browser.newPage();
    await page.route(`${ORIGIN}/**`, (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: code })
        : route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>worker</title>' }),
    );
    await page.goto(`${ORIGIN}/`);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test('its bundle asks for no module of Node', () => {
    const asked = [...code.matchAll(/\b(?:require|import)\(["']([^"']+)["']\)|\bfrom ?["'](node:[^"']+)["']/g)];
    expect(asked.map(([, name = '', other = '']) => name + other).filter(isBuiltin)).toEqual([]);
  });

  test('it finds what is wrong in a document, completes, and finds what is wrong after an edit', async () => {
    const heard = await talk(page, [
      { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
      { method: 'initialized', params: {} },
      {
        method: 'textDocument/didOpen',
        params: { textDocument: { uri: URI, languageId: 'smtpd-conf', version: 1, text: TEXT } },
      },
      {
        id: 2,
        method: 'textDocument/completion',
        params: { textDocument: { uri: URI }, position: { line: 1, character: 52 } },
      },
      {
        method: 'textDocument/didChange',
        params: {
          textDocument: { uri: URI, version: 2 },
          contentChanges: [
            { range: { start: { line: 1, character: 52 }, end: { line: 1, character: 52 } }, text: 'l' },
          ],
        },
      },
    ]);
    expect(heard[0]?.result).toMatchObject({ serverInfo: { name: 'smtpd-lint' } });
    const codes = heard.flatMap(({ method, params }) => {
      if (method !== 'textDocument/publishDiagnostics') return [];
      const { version, diagnostics } = params as { version: number; diagnostics: { code: string }[] };
      return [[version, diagnostics.map((one) => one.code).includes('name-misspelled')]];
    });
    expect(codes).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(JSON.stringify(heard.find(({ id }) => id === 2)?.result)).toContain('local');
  });
});

/** Sends messages to a new worker, each after the answer to the one before, and gives what it said. */
function talk(page: Page, messages: readonly Message[]): Promise<Message[]> {
  return page.evaluate(
    async ([url, all]) => {
      const worker = new Worker(url);
      const heard: Message[] = [];
      let tell = (): void => {};
      worker.onmessage = ({ data }) => {
        heard.push(data as Message);
        tell();
      };
      const until = async (fits: (message: Message) => boolean): Promise<void> => {
        while (!heard.some(fits)) {
          await new Promise<void>((resolve) => {
            tell = resolve;
          });
        }
      };
      for (const message of all) {
        worker.postMessage({ jsonrpc: '2.0', ...message });
        const { id, params } = message;
        if (id !== undefined) await until((one) => one.id === id);
        const version = (params as { textDocument?: { version?: number } }).textDocument?.version;
        if (version !== undefined) {
          await until((one) => (one.params as { version?: number } | undefined)?.version === version);
        }
      }
      worker.terminate();
      return heard;
    },
    [`${ORIGIN}/server-worker.js`, messages] as const,
  );
}
