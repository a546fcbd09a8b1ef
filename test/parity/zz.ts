import { JUDGE_VERSIONS } from '../support/judge.js';
import { Workspace } from '../support/judge-workspace.js';
import { allFixtures, readExpected, writeFixture } from './fixtures.js';
import { isSame } from './comparison.js';
import { Subject } from './subject.js';
export function go() {
  const w = Workspace.create(); const s = new Subject(w, 'fixtures');
  const t = performance.now(); let n = 0;
  for (const f of allFixtures()) { const file = writeFixture(w, f); const e = readExpected(f.name)!;
    for (const v of JUDGE_VERSIONS) { n++; const o0 = s.ask(file, v); const o = { ...o0, stderr: w.normalise(o0.stderr) };
      if (!isSame(o, e[v]!)) { const cutm = (x: string) => x.length > 400 ? x.slice(0, 150) + '…' + x.slice(-150) : x; console.log(v, f.name, JSON.stringify(f.text.slice(0, 90))); console.log('   daemon', e[v]!.status, JSON.stringify(cutm(e[v]!.stderr))); console.log('   ours  ', o.status, JSON.stringify(cutm(o.stderr))); } } }
  console.log('ms/check', (performance.now() - t) / n);
  w.remove();
}
