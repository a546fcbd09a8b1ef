import type { PolicyTestRunResult, WireLocation } from '@smtpd-conf/server';
import {
  type CancellationToken,
  Disposable,
  Location,
  Range,
  type TestController,
  type TestItem,
  TestMessage,
  type TestRun,
  TestRunProfileKind,
  type TestRunRequest,
  tests,
  type Uri,
  workspace,
} from 'vscode';
import { POLICY_TESTS } from './documents.js';
import type { SendRequest } from './own-requests.js';

/** Policy tests in the Test Explorer: a file is an item, its cases are below it. The server lists and runs them. */
export function policyTests(send: SendRequest): Disposable {
  const controller = tests.createTestController('smtpd-conf.policyTests', 'smtpd.conf policy tests');
  controller.resolveHandler = async (item) => {
    if (item === undefined) await discover(controller);
    else if (item.uri) await listCases(controller, send, item, item.uri);
  };
  controller.refreshHandler = () => discover(controller);
  controller.createRunProfile(
    'Run',
    TestRunProfileKind.Run,
    (request, token) => run(controller, send, request, token),
    true,
  );
  return Disposable.from(controller, watch(controller, send));
}

async function discover(controller: TestController): Promise<void> {
  for (const uri of await workspace.findFiles(POLICY_TESTS)) fileItem(controller, uri);
}

function fileItem(controller: TestController, uri: Uri): TestItem {
  const known = controller.items.get(uri.toString());
  if (known) return known;
  const item = controller.createTestItem(uri.toString(), workspace.asRelativePath(uri), uri);
  item.canResolveChildren = true;
  controller.items.add(item);
  return item;
}

async function listCases(controller: TestController, send: SendRequest, file: TestItem, uri: Uri): Promise<void> {
  const { cases, message } = await send('smtpd/policyTestList', { uri: uri.toString() });
  file.children.replace(
    cases.map(({ name, range }) => {
      const id = `${uri.toString()}#${name}`;
      // A run holds on to the items it was begun with, so one that is there already stays the same.
      const item = file.children.get(id) ?? controller.createTestItem(id, name, uri);
      item.range = rangeOf(range);
      return item;
    }),
  );
  file.error = message;
}

function watch(controller: TestController, send: SendRequest): Disposable {
  const watcher = workspace.createFileSystemWatcher(POLICY_TESTS);
  watcher.onDidCreate((uri) => fileItem(controller, uri));
  watcher.onDidChange((uri) => listCases(controller, send, fileItem(controller, uri), uri));
  watcher.onDidDelete((uri) => controller.items.delete(uri.toString()));
  return watcher;
}

/** Runs whole files, for that is what the server runs; only the cases asked for are reported. */
async function run(
  controller: TestController,
  send: SendRequest,
  request: TestRunRequest,
  token: CancellationToken,
): Promise<void> {
  const testRun = controller.createTestRun(request);
  // Tests may be run before anybody has looked at them.
  if (request.include === undefined) await discover(controller);
  const asked = request.include ?? [...controller.items].map(([, item]) => item);
  const files = new Set(asked.map((item) => item.parent ?? item));
  for (const file of files) {
    if (token.isCancellationRequested || !file.uri) break;
    await listCases(controller, send, file, file.uri);
    const wanted = asked.includes(file) ? [...file.children].map(([, item]) => item) : asked;
    const excluded = new Set(request.exclude ?? []);
    const cases = wanted.filter((item) => item.parent === file && !excluded.has(item));
    for (const item of cases) testRun.started(item);
    const results = await send('smtpd/policyTestRun', { uri: file.uri.toString() }, token);
    report(testRun, file, cases, results);
  }
  testRun.end();
}

function report(testRun: TestRun, file: TestItem, cases: readonly TestItem[], results: PolicyTestRunResult): void {
  if (results.message !== undefined) testRun.errored(file, new TestMessage(results.message));
  for (const item of cases) {
    const result = results.cases.find(({ name }) => name === item.label);
    if (result === undefined) testRun.skipped(item);
    else if (result.passed) testRun.passed(item, result.milliseconds);
    else testRun.failed(item, failure(item, result), result.milliseconds);
    const outcome = result === undefined ? 'skipped' : result.passed ? 'passed' : 'failed';
    // Beside what was expected, an editor shows nothing of how it came about.
    const how = result?.message === undefined ? '' : `${result.message}\n`;
    testRun.appendOutput(`${outcome}: ${item.label}\n${how}`.replaceAll('\n', '\r\n'), undefined, item);
  }
}

function failure(item: TestItem, result: PolicyTestRunResult['cases'][number]): TestMessage {
  const { message = 'The case failed.', expected, actual } = result;
  const failed =
    expected === undefined || actual === undefined
      ? new TestMessage(message)
      : TestMessage.diff(message, expected, actual);
  if (item.uri && item.range) failed.location = new Location(item.uri, item.range);
  return failed;
}

function rangeOf({ start, end }: WireLocation['range']): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
