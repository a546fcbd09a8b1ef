import type { Answer, Effect } from './effect.js';

/**
 * A piece of the engine that may have to wait: a coroutine that yields effects and is resumed with their answers. What it
 * decides from compiled data alone it decides without yielding, so that a task over static tables never leaves the engine.
 */
export type Task<T, E extends Effect = Effect> = Generator<E, T, unknown>;

/** Yields one effect; the answer, typed after the effect. `const answer = yield* perform({ type: ... })`. */
export function* perform<E extends Effect>(effect: E): Generator<E, Answer<E>, unknown> {
  return (yield effect) as Answer<E>;
}

/** Runs a task to its end with a host that answers at once. Whatever the host throws ends the task, its finally blocks run. */
export function runTask<T, E extends Effect>(task: Task<T, E>, answer: (effect: E) => unknown): T {
  try {
    let step = task.next();
    while (!step.done) step = task.next(answer(step.value));
    return step.value;
  } finally {
    task.return(undefined as T);
  }
}

/** Runs a task to its end with a host that may take its time; rejects with what the host rejects with. */
export async function runTaskAsync<T, E extends Effect>(
  task: Task<T, E>,
  answer: (effect: E) => unknown | Promise<unknown>,
): Promise<T> {
  try {
    let step = task.next();
    while (!step.done) {
      // What is answered at once is not waited for: most effects of a session are, and each wait costs a turn.
      const answered = answer(step.value);
      step = task.next(answered instanceof Promise ? await answered : answered);
    }
    return step.value;
  } finally {
    task.return(undefined as T);
  }
}
