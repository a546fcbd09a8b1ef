// npm run bench: the language server as editors start it, over a file of 10,000 lines. Times are of the server's own work
// from the edit that comes in to the diagnostics that go out, all rules included; its waiting for more edits is not counted.
// `--smoke` does a little of everything, to see that it works. `--profile` has the server write a CPU profile.
import { spawnSync } from 'node:child_process';
import { Client } from './language-server/client.mjs';
import { apply, EDITS, inverse } from './language-server/edits.mjs';
import { numbers, sampleText } from './language-server/sample-text.mjs';

const SMOKE = process.argv.includes('--smoke');
const PROFILE = process.argv.includes('--profile');
const LINES = SMOKE ? 500 : 10_000;
const ROUNDS = SMOKE ? 1 : 25;
const MANY_EDITS = SMOKE ? 20 : 10_000;
const STARTS = SMOKE ? 1 : 15;
const URI = 'file:///etc/mail/smtpd.conf';

const rank = (values, part) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const ms = (value) => value.toFixed(1);
const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);

/** Wall clock while the server was at work, and what of it the processor gave to the server. */
function row(clocks) {
  const [wall, own] = ['busy', 'own'].map((key) => clocks.map((clock) => clock[key]));
  const p50 = { p50: ms(rank(wall, 0.5)), p99: ms(rank(wall, 0.99)), most: ms(Math.max(...wall)) };
  return { ...p50, 'own p50': ms(rank(own, 0.5)), 'own p99': ms(rank(own, 0.99)) };
}

function positionAt(text, offset) {
  let line = 0;
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', start)) {
    line += 1;
    start = at + 1;
  }
  return { line, character: offset - start };
}

/** A document in a server, and what is done to it. */
class Session {
  version = 1;

  constructor(text, node = []) {
    this.text = text;
    this.client = new Client({ clock: true, node });
  }

  async open() {
    await this.client.initialize();
    const { client, text, version } = this;
    client.send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: URI, languageId: 'smtpd-conf', version, text } },
    });
    return this.published();
  }

  published() {
    const { version } = this;
    const fits = ({ method, params }) => method === 'textDocument/publishDiagnostics' && params.version === version;
    return this.client.expect(fits);
  }

  async edit(edit) {
    this.client.forget();
    const { at, removed, text } = edit;
    const range = { start: positionAt(this.text, at), end: positionAt(this.text, at + removed) };
    this.version += 1;
    this.text = apply(this.text, edit);
    this.client.send({
      method: 'textDocument/didChange',
      params: { textDocument: { uri: URI, version: this.version }, contentChanges: [{ range, text }] },
    });
    return this.published();
  }

  async complete(offset) {
    this.client.forget();
    const params = { textDocument: { uri: URI }, position: positionAt(this.text, offset) };
    return this.client.request(`complete ${this.version} ${offset}`, 'textDocument/completion', params);
  }
}

async function keystrokes(name, text) {
  const session = new Session(text, PROFILE ? ['--cpu-prof', '--cpu-prof-dir=profile'] : []);
  const opened = await session.open();
  const pick = numbers(11);
  const byKind = new Map();
  const completions = [];
  for (let round = 0; round < ROUNDS + (SMOKE ? 0 : 5); round += 1) {
    for (const [kind, make] of Object.entries(EDITS)) {
      const before = session.text;
      const edit = make(before, pick);
      const times = byKind.get(kind) ?? [];
      byKind.set(kind, times);
      const there = await session.edit(edit);
      const completed = await session.complete(edit.at + edit.text.length);
      const back = await session.edit(inverse(edit, before));
      // The first rounds warm the server up, as the first seconds of an editor do.
      if (round < 5 && !SMOKE) continue;
      times.push(there.clock, back.clock);
      completions.push(completed.clock);
    }
  }
  const all = [...byKind.values()].flat();

  const rows = { 'all edits': row(all) };
  for (const [kind, times] of byKind) rows[kind] = row(times);
  rows['completion after an edit'] = row(completions);
  rows['first check'] = row([opened.clock]);
  console.log(`\n${name}: ${LINES} lines, ${opened.message.params.diagnostics.length} diagnostics; milliseconds`);
  console.table(rows);
  await session.client.stop();
}

async function memory() {
  const session = new Session(sampleText(LINES, false), ['--expose-gc']);
  await session.open();
  const pick = numbers(13);
  const kinds = Object.values(EDITS);
  const heaps = [];
  const rows = {};
  for (let count = 1; count <= MANY_EDITS; count += 2) {
    const before = session.text;
    const edit = kinds[pick(kinds.length)](before, pick);
    await session.edit(edit);
    const { clock } = await session.edit(inverse(edit, before));
    heaps.push(clock.heap);
    if ((count - 1) % Math.max(2, MANY_EDITS / 5) === 0 || count >= MANY_EDITS - 1) {
      // What is in use right after a collection is the least that is seen for a while.
      rows[`after ${count + 1} edits`] = {
        'MiB of the process': mebibytes(clock.rss),
        'least MiB of heap lately': mebibytes(Math.min(...heaps.splice(0))),
      };
    }
  }
  console.log('\nmemory');
  console.table(rows);
  await session.client.stop();
}

/** From the start of the process to the diagnostics of 30 lines, against bare Node. */
async function start() {
  const text = sampleText(46, false).split('\n').slice(16).join('\n');
  const env = { ...process.env };
  delete env.NODE_EXTRA_CA_CERTS;
  const ratios = [];
  const ours = [];
  for (let count = 0; count < STARTS; count += 1) {
    const bare = performance.now();
    spawnSync(process.execPath, ['-e', '0'], { env });
    const began = performance.now();
    const client = new Client();
    await client.initialize();
    client.send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: URI, languageId: 'smtpd-conf', version: 1, text } },
    });
    const { at } = await client.expect(({ method }) => method === 'textDocument/publishDiagnostics');
    ours.push(at - began);
    ratios.push((at - began) / (began - bare));
    await client.stop();
  }
  console.log(
    `\nstart to first diagnostics of 30 lines: ${ms(rank(ours, 0.5))} ms, ${rank(ratios, 0.5).toFixed(2)} times bare Node`,
  );
}

await start();
await keystrokes('few findings', sampleText(LINES, false));
await keystrokes('many findings', sampleText(LINES, true));
if (!process.argv.includes('--no-memory')) await memory();
