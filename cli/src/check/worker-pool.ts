import { Worker } from 'node:worker_threads';
import { type CheckedFile, failedCheck } from './checked-file.js';

/** A file to check, and the answer; `index` is the file's place among all. */
export interface WorkerRequest {
  readonly index: number;
  readonly path: string;
}
export interface WorkerAnswer {
  readonly index: number;
  readonly checked: CheckedFile;
}

/** A few files wait at each worker, so that none waits for us. */
const AHEAD = 4;

/**
 * Checks the files in `count` workers that run `script`; the answers are in the files' order. A worker that dies takes one
 * file with it: that one is a crash, and another worker goes on with the rest.
 */
export async function checkInWorkers(
  paths: readonly string[],
  count: number,
  { script, argv }: { readonly script: string; readonly argv: readonly string[] },
  onProgress: (done: number) => void = () => {},
): Promise<readonly CheckedFile[]> {
  const checked: (CheckedFile | undefined)[] = paths.map(() => undefined);
  const waiting = paths.map((path, index): WorkerRequest => ({ index, path }));
  let done = 0;

  /** Runs one worker until there is nothing left to do, or it dies. */
  const work = (): Promise<void> =>
    new Promise((resolve) => {
      const worker = new Worker(script, { argv: [...argv] });
      const asked: WorkerRequest[] = [];
      let reason: unknown = new Error('the thread that checked it ended');
      const ask = (): void => {
        while (asked.length < AHEAD) {
          const request = waiting.shift();
          if (request === undefined) break;
          asked.push(request);
          worker.postMessage(request);
        }
        if (asked.length === 0) worker.terminate();
      };
      const settle = (index: number, one: CheckedFile): void => {
        checked[index] = one;
        onProgress(++done);
      };
      worker.on('message', (answer: WorkerAnswer) => {
        asked.shift();
        settle(answer.index, answer.checked);
        ask();
      });
      worker.on('error', (error) => {
        reason = error;
      });
      worker.on('exit', () => {
        // Workers answer in order: the first that is open is the one that was being checked.
        const [lost, ...rest] = asked;
        if (lost) settle(lost.index, failedCheck(lost.path, reason));
        waiting.unshift(...rest);
        resolve(waiting.length > 0 && lost ? work() : undefined);
      });
      ask();
    });

  await Promise.all(Array.from({ length: count }, work));
  return checked.map((one, index) => one ?? failedCheck(paths[index] ?? '', new Error('no thread checked it')));
}
