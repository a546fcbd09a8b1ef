import { EXIT } from '../exit-status.js';

/** What keeps a server from going on as it is. */
type Turn = { readonly type: 'end'; readonly status: number } | { readonly type: 'reload' };

/** What signals ask for, one after the other. The second one that tells the server to end is obeyed at once. */
export function listenForSignals(log: (line: string) => void) {
  const waiting: Turn[] = [];
  let wake: (() => void) | undefined;
  let ending = false;
  const say = (turn: Turn): void => {
    waiting.push(turn);
    wake?.();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending) {
        log('info: ending at once');
        process.exit(EXIT.clean);
      }
      ending = true;
      say({ type: 'end', status: EXIT.clean });
    });
  }
  process.on('SIGHUP', () => say({ type: 'reload' }));
  return {
    say,
    next: async (): Promise<Turn> => {
      for (;;) {
        // Nothing is read again for a server that ends.
        const turn = waiting.find(({ type }) => type === 'end') ?? waiting.shift();
        if (turn) return turn;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
