import type { ChildProcess, SendHandle } from 'node:child_process';

/** An answer, and sockets that go with it. */
export interface Answered {
  readonly value: unknown;
  readonly handles?: readonly SendHandle[];
}

type Frame =
  | { readonly type: 'question'; readonly id: number; readonly question: unknown }
  /** A socket that belongs to the answer which follows. */
  | { readonly type: 'handle'; readonly id: number }
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly message: string };

interface Asked {
  readonly resolve: (answer: { value: unknown; handles: readonly SendHandle[] }) => void;
  readonly reject: (error: Error) => void;
  readonly handles: SendHandle[];
}

/** Questions and answers between two processes, both ways, over the channel that Node makes between them. */
export class Channel {
  private readonly asked = new Map<number, Asked>();
  private lastId = 0;

  /** @param answer what the other side asks for; what it throws is what the other side's question rejects with */
  constructor(
    private readonly other: ChildProcess | NodeJS.Process,
    private readonly answer: (question: unknown) => Promise<Answered>,
  ) {
    other.on('message', (frame: unknown, handle?: unknown) => void this.take(frame as Frame, handle as SendHandle));
    other.on('disconnect', () => this.fail('the other process is gone'));
  }

  /** Rejects with what the other side says, or because it is gone. */
  ask(question: unknown): Promise<{ value: unknown; handles: readonly SendHandle[] }> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.asked.set(id, { resolve, reject, handles: [] });
      this.send({ type: 'question', id, question });
    });
  }

  private async take(frame: Frame, handle: SendHandle | undefined): Promise<void> {
    switch (frame.type) {
      case 'question':
        return this.reply(frame.id, frame.question);
      case 'handle':
        if (handle !== undefined) this.asked.get(frame.id)?.handles.push(handle);
        return;
      case 'answer': {
        const asked = this.asked.get(frame.id);
        this.asked.delete(frame.id);
        asked?.resolve({ value: frame.value, handles: asked.handles });
        return;
      }
      case 'failure':
        this.asked.get(frame.id)?.reject(new Error(frame.message));
        this.asked.delete(frame.id);
        return;
    }
  }

  private async reply(id: number, question: unknown): Promise<void> {
    try {
      const { value, handles = [] } = await this.answer(question);
      for (const handle of handles) this.send({ type: 'handle', id }, handle);
      this.send({ type: 'answer', id, value });
    } catch (error) {
      this.send({ type: 'failure', id, message: (error as Error).message });
    }
  }

  private send(frame: Frame, handle?: SendHandle): void {
    if (!this.other.connected) {
      this.fail('the other process is gone');
      return;
    }
    // What cannot be sent any more is found out by whoever waits for the answer.
    this.other.send?.(frame, handle, {}, (error: Error | null) => {
      if (error) this.fail(error.message);
    });
  }

  private fail(why: string): void {
    for (const { reject } of this.asked.values()) reject(new Error(why));
    this.asked.clear();
  }
}
