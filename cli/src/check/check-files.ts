import { availableParallelism } from 'node:os';
import { SystemWorld } from '@smtpd-conf/compiler/node';
import { progressOn } from '../progress.js';
import { checkFile } from './check-file.js';
import type { CheckOptions } from './check-options.js';
import { type CheckedFile, failedCheck } from './checked-file.js';

/** Fewer files are checked before workers have started. */
const MANY = 64;

/**
 * Checks the files; the answers are in their order, however many cores take part. `args` are those of `check`, for workers.
 * Where files are mended, or come in by standard input, one core does it, for one file may be included by another.
 */
export async function checkFiles(args: readonly string[], options: CheckOptions): Promise<readonly CheckedFile[]> {
  const { paths, fix } = options;
  const cores = Math.min(availableParallelism(), Math.floor(paths.length / (MANY / 2)));
  const progress = progressOn(process.stderr);
  const howFar = (done: number) => `${done} of ${paths.length} files checked`;
  try {
    if (cores > 1 && fix === undefined && !paths.includes('-')) {
      const { checkInWorkers } = await import('./worker-pool.js');
      const worker = { script: process.argv[1] ?? '', argv: ['check-worker', ...args] };
      return await checkInWorkers(paths, cores, worker, (done) => progress.show(() => howFar(done)));
    }
    const checkOne = fileChecker(options);
    const checked: CheckedFile[] = [];
    for (const path of paths) {
      progress.show(() => `${howFar(checked.length)}, now ${path}`);
      checked.push(await checkOne(path));
    }
    return checked;
  } finally {
    progress.end();
  }
}

/** Checks one file after the other, and never throws. */
export function fileChecker(options: CheckOptions): (path: string) => Promise<CheckedFile> {
  const world = new SystemWorld({ root: options.root, platform: options.target.platform });
  return async (path) => {
    try {
      return await checkFile(path, world, options);
    } catch (error) {
      return failedCheck(path, error);
    }
  };
}
