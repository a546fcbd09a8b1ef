/** What a client says next, given the lines that it heard since it last spoke; ends when it hangs up. */
export type Client = Generator<Said, void, readonly string[]>;

export interface Said {
  /** For the transcript. */
  readonly shown: string;
  /** A byte text, as it comes in one packet. */
  readonly bytes: string;
}

export function line(text: string): Said {
  return { shown: text, bytes: `${text}\r\n` };
}

/** One step of a client whose steps are written down beforehand: a line, or bytes as they are. */
export type ClientStep = { readonly line: string } | { readonly raw: string };

/** A client that says what is written, whatever it hears. */
export function* scriptedClient(steps: readonly ClientStep[]): Client {
  for (const step of steps) {
    yield 'raw' in step ? { shown: JSON.stringify(step.raw), bytes: step.raw } : line(step.line);
  }
}
