import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** What Node has beside the documented part of a module. */
interface LoadedModule {
  exports: unknown;
  require(id: string): unknown;
  _compile(content: string, filename: string): unknown;
}

const OUR_PARTS = /[\\/]chunks[\\/][^\\/]+\.cjs$/;
/** Set by the build, for the runs that leave the cache behind. */
export const WRITE_CODE_CACHE = 'SMTPD_LINT_WRITE_CODE_CACHE';

/**
 * Loads the parts of the bundle through V8's code cache, which the build leaves beside them for the Node that built
 * them: that saves a third of the start. Where there is none, or it is for another Node, parts are compiled as usual.
 */
export function useCodeCache(): void {
  const compiled = new Map<string, Script>();
  if (process.env[WRITE_CODE_CACHE]) {
    process.on('exit', () => {
      for (const [path, script] of compiled) writeCache(path, script);
    });
  }
  const prototype = Module.prototype as unknown as LoadedModule;
  const compile = prototype._compile;
  prototype._compile = function (this: LoadedModule, content: string, filename: string): unknown {
    if (!OUR_PARTS.test(filename)) return compile.call(this, content, filename);
    const path = `${filename}.${process.version}-${process.platform}-${process.arch}.cache`;
    const cachedData = readCache(path);
    if (cachedData === undefined && !process.env[WRITE_CODE_CACHE]) return compile.call(this, content, filename);
    const script = new Script(Module.wrap(content), { filename, ...(cachedData ? { cachedData } : {}) });
    if (process.env[WRITE_CODE_CACHE]) compiled.set(path, script);
    const run = script.runInThisContext() as (...parts: unknown[]) => unknown;
    const require = (id: string): unknown => this.require(id);
    return run.call(this.exports, this.exports, require, this, filename, dirname(filename));
  };
}

function readCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** At the end of a run, when the functions that it needed have been compiled. */
function writeCache(path: string, script: Script): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, script.createCachedData());
  renameSync(temporary, path);
}
