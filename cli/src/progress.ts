/** Nobody waits for less. */
const PATIENCE = 1000;
const INTERVAL = 100;

/** Shows on a terminal how far a long run is, in a line of stderr that goes away again. */
export interface Progress {
  /** @param words how far it is, in one line; asked for when it is shown */
  show(words: () => string): void;
  end(): void;
}

export function progressOn(stream: NodeJS.WriteStream, now: () => number = () => performance.now()): Progress {
  const start = now();
  let shownAt = Number.NEGATIVE_INFINITY;
  if (!stream.isTTY) return { show: () => {}, end: () => {} };
  return {
    show(words) {
      const at = now();
      if (at - start < PATIENCE || at - shownAt < INTERVAL) return;
      shownAt = at;
      stream.write(`\r\x1b[K${words().slice(0, Math.max(20, stream.columns ?? 80) - 1)}`);
    },
    end() {
      if (shownAt > Number.NEGATIVE_INFINITY) stream.write('\r\x1b[K');
    },
  };
}
