import { parentPort } from 'node:worker_threads';
import { fileChecker } from '../check/check-files.js';
import { checkOptions, parseCheckArguments } from '../check/check-options.js';
import type { WorkerAnswer, WorkerRequest } from '../check/worker-pool.js';
import { EXIT, UserError } from '../exit-status.js';

/** What a thread of `check` runs: it checks the files that it is sent, with the arguments of `check`, one after the other. */
export async function checkWorker(args: readonly string[]): Promise<number> {
  const port = parentPort;
  if (port === null) throw new UserError('check-worker is not for calling; use check');
  const checkOne = fileChecker(await checkOptions(parseCheckArguments(args)));
  let last = Promise.resolve();
  port.on('message', ({ index, path }: WorkerRequest) => {
    last = last.then(async () => {
      const answer: WorkerAnswer = { index, checked: await checkOne(path) };
      port.postMessage(answer);
    });
  });
  return EXIT.clean;
}
