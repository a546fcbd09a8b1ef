// npm run bench: the language server as editors start it, over a file of 10,000 lines. Times are of the server's own work
// from the edit that comes in to the diagnostics that go out, all rules included; its waiting for more edits is not counted.
// Beside each figure that has a limit stands that limit, and whether it is met.
// `--smoke` does a little of everything, to see that it works. `--profile` has the server write a CPU profile.
// `--no-memory` leaves out the 10,000 edits, `--only-memory` everything else.
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

/** Milliseconds of one keystroke and of one completion; the start as a multiple of bare Node's. */
const LIMITS = { keystroke: { p50: 10, p99: 40 }, completion: { p99: 30 }, start: 3 };
/** Memory is flat where all edits together leave less behind than this part of what is in use. */
const FLAT = 0.01;

const rank = (values, part) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const ms = (value) => value.toFixed(1);
const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);

const verdict = (value, limit) => `${value <= limit ? 'met' : 'NOT met'} (${limit})`;

/** Wall clock while the server was at work, and what of it the processor gave to the server; limits are for the former. */
function row(clocks, limits = {}) {
  const [wall, own] = ['busy', 'own'].map((key) => clocks.map((clock) => clock[key]));
  const p50 = { p50: ms(rank(wall, 0.5)), p99: ms(rank(wall, 0.99)), most: ms(Math.max(...wall)) };
  const verdicts = Object.entries(limits).map(([name, limit]) => [`limit ${name}`, verdict(Number(p50[name]), limit)]);
  return { ...p50, 'own p50': ms(rank(own, 0.5)), 'own p99': ms(rank(own, 0.99)), ...Object.fromEntries(verdicts) };
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

  const rows = { 'all edits': row(all, LIMITS.keystroke) };
  for (const [kind, times] of byKind) rows[kind] = row(times);
  rows['completion after an edit'] = row(completions, LIMITS.completion);
  rows['first check'] = row([opened.clock]);
  console.log(`\n${name}: ${LINES} lines, ${opened.message.params.diagnostics.length} diagnostics; milliseconds`);
  console.table(rows);
  await session.client.stop();
}

/** By how much the values rise from first to last, along the line that fits them best. */
function rise(values) {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const along = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const square = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  return square === 0 ? 0 : (along / square) * (values.length - 1);
}

async function memory() {
  const session = new Session(sampleText(LINES, false), ['--expose-gc']);
  await session.open();
  const pick = numbers(13);
  const kinds = Object.values(EDITS);
  const inUse = [];
  const rows = {};
  for (let count = 1; count <= MANY_EDITS; count += 2) {
    const before = session.text;
    const edit = kinds[pick(kinds.length)](before, pick);
    await session.edit(edit);
    const { clock } = await session.edit(inverse(edit, before));
    if (clock.inUse !== undefined) inUse.push(clock.inUse);
    if ((count - 1) % Math.max(2, MANY_EDITS / 5) === 0 || count >= MANY_EDITS - 1) {
      rows[`after ${count + 1} edits`] = {
        'MiB of the process': mebibytes(clock.rss),
        'MiB in use': mebibytes(inUse.at(-1) ?? clock.heap),
      };
    }
  }
  console.log('\nmemory');
  console.table(rows);
  // What is compiled and filled at first is no leak.
  const settled = inUse.slice(Math.floor(inUse.length / 5));
  if (settled.length >= 2) {
    const part = rise(settled) / settled[0];
    const flat = `flat: ${part <= FLAT ? 'met' : 'NOT met'} (${100 * FLAT} %)`;
    console.log(`in use after collections, over the last four fifths: ${(100 * part).toFixed(2)} % more; ${flat}`);
  }
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
  const ratio = rank(ratios, 0.5);
  console.log(
    `\nstart to first diagnostics of 30 lines: ${ms(rank(ours, 0.5))} ms, ${ratio.toFixed(2)} times bare Node, ${verdict(ratio, LIMITS.start)}`,
  );
}

if (!process.argv.includes('--only-memory')) {
  await start();
  await keystrokes('few findings', sampleText(LINES, false));
  await keystrokes('many findings', sampleText(LINES, true));
}
if (!process.argv.includes('--no-memory')) await memory();
