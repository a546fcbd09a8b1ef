import { askJudge, findJudge, JUDGE_VERSIONS } from '../support/judge.js';
import { Workspace } from '../support/judge-workspace.js';
import { stub } from '../support/stubs.js';
import { corpusFiles } from '../support/corpus.js';
export async function go() {
  const w = Workspace.create(); const files = corpusFiles(['modern','template']);
  for (const f of files) { const s = stub(f.text); w.install(s.files); w.write(f.name.split('/')[1]!, s.text); }
  for (const v of JUDGE_VERSIONS) {
    const vs = await askJudge(findJudge(v)!, w.directory, files.map(f=>f.name.split('/')[1]!));
    let same=0, n=0; const c: any = {};
    vs.forEach((x,i)=>{ const f=files[i]!; c[f.dialect+x.status]=(c[f.dialect+x.status]??0)+1; const e = v==='6.8.0'?f.recorded.exit68:f.recorded.exit78; if(e==='') return; n++; const m = v==='6.8.0'?f.recorded.first68:f.recorded.first78;
      if (String(x.status)===e && x.stderr.split('\n')[0]===m) same++; else console.log(v,f.name,e,m,'|',x.status,x.stderr);});
    console.log(v, same, n, c);
  }
  w.remove();
}
