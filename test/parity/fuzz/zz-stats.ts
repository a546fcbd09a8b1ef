import { findJudge, askJudge, type JudgeVersion } from '../../support/judge.js';
import { Workspace } from '../../support/judge-workspace.js';
import { caseBlock } from './case.js';
import { fixtureSamples } from './samples.js';
export async function stats(version: JudgeVersion, n: number, seed: number) {
  const judge = findJudge(version)!; const w = Workspace.create();
  let t = performance.now();
  const cases = caseBlock(version, fixtureSamples(), seed, 0, n);
  console.log('generate ms', performance.now() - t);
  const names = cases.map((c, i) => { const f = `c${i}.conf`; w.write(f, c.text); return f; });
  t = performance.now();
  const v = await askJudge(judge, w.directory, names);
  console.log('judge/s', n / (performance.now() - t) * 1000);
  const by: Record<string, [number, number]> = {}; const msgs: Record<string, number> = {}; const ex: Record<string,string>={};
  v.forEach((x, i) => { const c = cases[i]!; const b = by[c.kind] ??= [0, 0]; b[0]++; if (x.status === 0) b[1]++;
    for (const m of x.stderr.split('\n')) { const k = (c.kind==='written'?'W ':'M ')+m.replace(/^\S+?:\d+: /, '').replace(/("|: |<)[^ ]*.*$/, '$1..'); msgs[k] = (msgs[k] ?? 0) + 1; ex[k] ??= c.text; }
    if (x.status > 128 || x.status < 0) console.log('CRASH', x.status, JSON.stringify(c.text), x.stderr); });
  console.log(by);
  for (const [k, n] of Object.entries(msgs).sort((a, b) => b[1] - a[1]).slice(0, 200)) console.log(n, JSON.stringify(k));
  w.remove();
  return cases;
}
